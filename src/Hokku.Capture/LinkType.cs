namespace Hokku.Capture;

/// <summary>What a captured packet begins with: the LINKTYPE_ registry of tcpdump.org.</summary>
public enum LinkType : ushort
{
    Null = 0,
    Ethernet = 1,

    /// <summary>IPv4 or IPv6, told apart by the version field.</summary>
    Raw = 101,

    /// <summary>Whatever the writer likes; readers show octets only.</summary>
    User0 = 147,
    IPv4 = 228,
    IPv6 = 229,
}
