namespace Hokku.Abstractions;

/// <summary>What a device does itself. What it cannot, the device bridge does in software, once, as late as possible.</summary>
[Flags]
public enum DeviceOffloads
{
    None = 0,

    /// <summary>Fills transport checksums of what is sent.</summary>
    SendChecksum = 1,

    /// <summary>Vouches for transport checksums of what it received, where the buffer says so.</summary>
    ReceiveChecksum = 2,

    /// <summary>Takes TCP super-packets over IPv4.</summary>
    TcpSegmentation4 = 4,

    /// <summary>Takes TCP super-packets over IPv6.</summary>
    TcpSegmentation6 = 8,

    /// <summary>Takes UDP super-packets.</summary>
    UdpSegmentation = 16,

    /// <summary>Delivers TCP super-packets.</summary>
    ReceiveCoalescing = 32,

    /// <summary>Takes packets of many chunks.</summary>
    ScatterGather = 64,
}
