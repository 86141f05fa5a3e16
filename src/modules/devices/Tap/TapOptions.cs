using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Devices.Tap;

/// <summary>What can be chosen about one TAP device.</summary>
public sealed record TapOptions
{
    /// <summary>The hardware address of our side; a random, locally administered one when it is null.</summary>
    public EthernetAddress? Address { get; init; }

    /// <summary>Only attaches to an interface that is there (a persistent one); does not make one.</summary>
    public bool MustExist { get; init; }

    /// <summary>
    /// The interface has a queue for every device that is opened on it, such as one a stack of a host that has several. The kernel sends the packets of a flow
    /// to the queue that the flow's packets last came from.
    /// </summary>
    public bool MultiQueue { get; init; }

    /// <summary>
    /// Which work is left to the kernel: super-packets cross as one frame with a virtio-net header, and neither side fills checksums.
    /// SendChecksum, ReceiveChecksum, TcpSegmentation4, TcpSegmentation6, UdpSegmentation and ReceiveCoalescing mean something here.
    /// </summary>
    public DeviceOffloads Offloads { get; init; } = Everything;

    /// <summary>All that the kernel can do.</summary>
    public const DeviceOffloads Everything = DeviceOffloads.SendChecksum | DeviceOffloads.ReceiveChecksum | DeviceOffloads.TcpSegmentation4
        | DeviceOffloads.TcpSegmentation6 | DeviceOffloads.ReceiveCoalescing;
}
