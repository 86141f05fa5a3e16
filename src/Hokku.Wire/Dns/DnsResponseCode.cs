namespace Hokku.Wire.Dns;

/// <summary>DNS response codes (RFC 1035, 4.1.1; RFC 6891, 9).</summary>
public enum DnsResponseCode : ushort
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
    BadVersion = 16,
}
