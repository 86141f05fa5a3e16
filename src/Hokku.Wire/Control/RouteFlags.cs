namespace Hokku.Wire.Control;

/// <summary>What a route is (RTF_*).</summary>
[Flags]
public enum RouteFlags
{
    None = 0,

    /// <summary>Chosen when nothing more specific is.</summary>
    Default = 0x1,

    /// <summary>Packets are refused with "network unreachable".</summary>
    Reject = 0x2,

    /// <summary>To one host, not a network.</summary>
    Host = 0x4,

    /// <summary>To an address of our own.</summary>
    Local = 0x8,

    /// <summary>Made by a protocol (redirect).</summary>
    Dynamic = 0x10,

    /// <summary>Changed by a protocol.</summary>
    Modified = 0x20,

    /// <summary>By a gateway.</summary>
    Gateway = 0x40,
}
