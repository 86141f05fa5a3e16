using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Devices.VirtualWire;

/// <summary>An Ethernet device at one end of a wire; frames that arrive enter the stack on the thread that delivers them.</summary>
public class WireDevice : NetDevice, IWireEnd
{
    private const int TransmitLimit = 4096;

    private readonly WireModule _module;
    private readonly VirtualWire _wire;
    private readonly int _end;
    private readonly TransmitQueue _queue = new(TransmitLimit);
    private volatile bool _up;

    internal WireDevice(string name, WireModule module, VirtualWire wire, int end)
        : base(name, DeviceType.Ethernet)
    {
        _module = module;
        _wire = wire;
        _end = end;
        MaximumMtu = 65521;
        HeaderLength = EthernetHeader.HeaderLength;
        Address = new LinkAddress(wire.DefaultAddress(end));
        Flags = InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Simplex | (wire.IsPlugged ? InterfaceFlags.Link : 0);
        Offloads = DeviceOffloads.ScatterGather;
        LinkSpeed = wire.SettingsFrom(end).Bandwidth;
    }

    public override INetModule Module => _module;

    BufferPool? IWireEnd.ArrivalBuffers => _up ? Sink.Stack.Buffers : null;

    private protected bool IsUp => _up;

    public override SocketError Up()
    {
        _up = true;
        return SocketError.Success;
    }

    public override void Down()
    {
        _up = false;
        _queue.FreeAll();
    }

    public override void Send(NetBuffer buffer)
    {
        var stack = Sink.Stack;
        if (!_up)
        {
            stack.Drop(buffer, DropReason.DeviceDown);
        }
        else if (buffer.Size > Mtu + HeaderLength)
        {
            stack.Drop(buffer, DropReason.TooBig);
        }
        else if (_queue.TryEnqueue(buffer))
        {
            stack.FlushLater(this);
        }
        else
        {
            stack.Drop(buffer, DropReason.QueueFull);
        }
    }

    public override void Flush()
    {
        var frames = default(BufferList);
        _queue.TakeAll(ref frames);
        if (!frames.IsEmpty)
            _wire.Transmit(_end, ref frames);
    }

    public override void Close()
    {
        _up = false;
        _wire.Detach(_end, this);
        _queue.FreeAll();
    }

    public override SocketError SetAddress(in LinkAddress address)
    {
        if (!address.Ethernet.IsUnicast)
            return SocketError.InvalidArgument;
        Address = new LinkAddress(address.Octets);
        return SocketError.Success;
    }

    void IWireEnd.Arrive(ref BufferList frames) => Arrive(ref frames);

    void IWireEnd.LinkChanged(bool plugged)
    {
        if (Sink is null)
        {
            Flags = plugged ? Flags | InterfaceFlags.Link : Flags & ~InterfaceFlags.Link;
            return;
        }

        Sink.Stack.Execute(new LinkOperation(this, plugged));
        Sink.LinkChanged();
    }

    /// <summary>Takes frames that have come. Outside of any stack.</summary>
    private protected virtual void Arrive(ref BufferList frames) => Sink.Receive(ref frames);

    /// <summary>Flags change inside the stack only.</summary>
    private sealed class LinkOperation(WireDevice device, bool plugged) : StackOperation
    {
        protected override void Run() =>
            device.Flags = plugged ? device.Flags | InterfaceFlags.Link : device.Flags & ~InterfaceFlags.Link;
    }
}
