using Hokku.Abstractions;

namespace Hokku.Devices.Tun;

/// <summary>What can be chosen about one TUN device.</summary>
public sealed record TunOptions
{
    /// <summary>What is left to the kernel, all that it can by default.</summary>
    public DeviceOffloads Offloads { get; init; } = DeviceOffloads.SendChecksum | DeviceOffloads.ReceiveChecksum | DeviceOffloads.TcpSegmentation4
        | DeviceOffloads.TcpSegmentation6 | DeviceOffloads.UdpSegmentation | DeviceOffloads.ReceiveCoalescing;
}
