using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Devices.Packet;

/// <summary>What can be chosen about one packet device.</summary>
public sealed record PacketOptions
{
    /// <summary>The hardware address of our side; the interface's own when it is null. Another one needs an interface that can listen to two.</summary>
    public EthernetAddress? Address { get; init; }

    /// <summary>What is left to the kernel, all that it can by default. What comes may be a super-packet all the same.</summary>
    public DeviceOffloads Offloads { get; init; } = DeviceOffloads.SendChecksum | DeviceOffloads.TcpSegmentation4
        | DeviceOffloads.TcpSegmentation6 | DeviceOffloads.UdpSegmentation;
}
