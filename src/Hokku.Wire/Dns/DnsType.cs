namespace Hokku.Wire.Dns;

/// <summary>DNS resource record types (RFC 1035, 3.2.2; RFC 3596; RFC 6891).</summary>
public enum DnsType : ushort
{
    A = 1,
    NS = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    MX = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Opt = 41,
    Any = 255,
}
