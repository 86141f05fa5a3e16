namespace Hokku.Wire.Icmp;

/// <summary>ICMP message types (RFC 792, RFC 1256, RFC 950).</summary>
public enum IcmpType : byte
{
    EchoReply = 0,
    DestinationUnreachable = 3,

    /// <summary>Deprecated by RFC 6633; received and ignored.</summary>
    SourceQuench = 4,
    Redirect = 5,
    Echo = 8,
    RouterAdvertisement = 9,
    RouterSolicitation = 10,
    TimeExceeded = 11,
    ParameterProblem = 12,
    Timestamp = 13,
    TimestampReply = 14,
    InformationRequest = 15,
    InformationReply = 16,
    AddressMask = 17,
    AddressMaskReply = 18,
}
