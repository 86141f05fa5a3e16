namespace Hokku.Wire.Dns;

/// <summary>DNS classes (RFC 1035, 3.2.4).</summary>
public enum DnsClass : ushort
{
    Internet = 1,
    Any = 255,
}
