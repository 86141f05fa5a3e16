namespace Hokku.Wire.Addresses;

/// <summary>What kind of medium a device drives: the IANA ifType number (IFT_*).</summary>
public enum DeviceType : byte
{
    /// <summary>No device, or one of no known kind.</summary>
    Unknown = 0,

    /// <summary>Ethernet and what behaves like it (IFT_ETHER).</summary>
    Ethernet = 6,

    /// <summary>Software loopback (IFT_LOOP).</summary>
    Loopback = 24,

    /// <summary>A tunnel that carries network packets without a frame (IFT_TUNNEL).</summary>
    Tunnel = 131,
}
