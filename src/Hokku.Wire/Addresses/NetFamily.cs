namespace Hokku.Wire.Addresses;

/// <summary>An address family. The numbers are Haiku's; a module may bring a family of its own.</summary>
public enum NetFamily : byte
{
    /// <summary>No address (AF_UNSPEC).</summary>
    Unspecified = 0,

    /// <summary>IPv4 (AF_INET).</summary>
    Internet = 1,

    /// <summary>Link layer addresses and devices (AF_LINK).</summary>
    Link = 4,

    /// <summary>IPv6 (AF_INET6).</summary>
    Internet6 = 5,
}
