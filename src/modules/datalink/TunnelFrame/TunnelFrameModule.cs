using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;

namespace Hokku.Datalink.TunnelFrame;

/// <summary>The framing of tunnels: none. A packet's own first octet tells its family.</summary>
public sealed class TunnelFrameModule : INetModule, IDatalinkModule, IDeframer
{
    public static ModuleManifest Description { get; } = new("network/datalink_protocols/tunnel_frame/v1")
    {
        DatalinkChains = [new(NetFamily.Internet, DeviceType.Tunnel, "network/datalink_protocols/tunnel_frame/v1")],
    };

    public ModuleManifest Manifest => Description;

    internal INetStack Stack { get; private set; } = null!;

    public void Register(INetStack stack) => Stack = stack;

    public void Unregister()
    {
    }

    public DatalinkProtocol CreateProtocol(INetInterface netInterface) => new TunnelFrameProtocol(this, netInterface);

    public DropReason Deframe(NetDevice device, NetBuffer buffer)
    {
        if (!buffer.TryPeek(1, out var first))
            return DropReason.FrameTooShort;
        buffer.FrameType = (first[0] >> 4) switch
        {
            4 => EtherType.IPv4,
            6 => EtherType.IPv6,
            _ => 0,
        };
        if (buffer.FrameType == 0)
            return DropReason.FrameMalformed;
        buffer.Source = buffer.Destination = new LinkAddress([], buffer.FrameType, device.Index);
        return DropReason.None;
    }
}
