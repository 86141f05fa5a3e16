namespace Hokku.Wire.IPv4;

/// <summary>Numbers of the protocol field of an IP header (IANA protocol numbers).</summary>
public static class IPProtocol
{
    public const byte Icmp = 1;
    public const byte Igmp = 2;

    /// <summary>IPv4 within IP (RFC 2003).</summary>
    public const byte IPv4 = 4;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte Raw = 255;
}
