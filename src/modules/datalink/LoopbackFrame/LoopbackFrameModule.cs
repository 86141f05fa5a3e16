using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Datalink.LoopbackFrame;

/// <summary>The framing of loopback devices: none. What a frame's header would say stays in the buffer.</summary>
public sealed class LoopbackFrameModule : INetModule, IDatalinkModule, IDeframer
{
    public static ModuleManifest Description { get; } = new("network/datalink_protocols/loopback_frame/v1")
    {
        DatalinkChains = [new(NetFamily.Internet, DeviceType.Loopback, "network/datalink_protocols/loopback_frame/v1")],
    };

    public ModuleManifest Manifest => Description;

    internal INetStack Stack { get; private set; } = null!;

    public void Register(INetStack stack) => Stack = stack;

    public void Unregister()
    {
    }

    public DatalinkProtocol CreateProtocol(INetInterface netInterface) => new LoopbackFrameProtocol(this, netInterface);

    /// <summary>The sender has set the type already; only the addresses of the network layer are to be forgotten.</summary>
    public DropReason Deframe(NetDevice device, NetBuffer buffer)
    {
        if (buffer.FrameType == 0)
            return DropReason.FrameMalformed;
        buffer.Source = buffer.Destination = new LinkAddress([], buffer.FrameType, device.Index);
        return DropReason.None;
    }
}
