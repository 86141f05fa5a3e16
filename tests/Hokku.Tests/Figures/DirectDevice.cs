using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Tests.Figures;

/// <summary>An Ethernet device at one end of a <see cref="DirectWire"/>.</summary>
internal sealed class DirectDevice : NetDevice
{
    private readonly INetModule _module;
    private readonly DirectWire _wire;
    private readonly int _end;
    private readonly TransmitQueue _queue = new(4096);

    public DirectDevice(string name, INetModule module, DirectWire wire, int end)
        : base(name, DeviceType.Ethernet)
    {
        _module = module;
        _wire = wire;
        _end = end;
        HeaderLength = EthernetHeader.HeaderLength;
        Address = new LinkAddress(new EthernetAddress(0x0200_0000_0000 | (ulong)(uint)(end + 1)));
        Flags = InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Simplex | InterfaceFlags.Link;
        Offloads = DeviceOffloads.ScatterGather;
        wire.Attach(end, this);
    }

    public override INetModule Module => _module;

    public override SocketError Up() => SocketError.Success;

    public override void Down() => _queue.FreeAll();

    public override void Send(NetBuffer buffer)
    {
        if (_queue.TryEnqueue(buffer))
            Sink.Stack.FlushLater(this);
        else
            Sink.Stack.Drop(buffer, DropReason.QueueFull);
    }

    public override void Flush()
    {
        BufferList frames = default;
        _queue.TakeAll(ref frames);
        if (!frames.IsEmpty)
            _wire.Transmit(_end, ref frames);
    }

    public override void Close()
    {
        _wire.Detach(_end);
        _queue.FreeAll();
    }
}
