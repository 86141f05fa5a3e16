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

    private const DeviceOffloads Everything = DeviceOffloads.SendChecksum | DeviceOffloads.ReceiveChecksum | DeviceOffloads.TcpSegmentation4
        | DeviceOffloads.TcpSegmentation6 | DeviceOffloads.UdpSegmentation | DeviceOffloads.ReceiveCoalescing | DeviceOffloads.ScatterGather;

    private readonly WireModule _module;
    private readonly VirtualWire _wire;
    private readonly int _end;
    private readonly TransmitQueue _queue = new(TransmitLimit);
    private readonly LinkOperation _linkOperation;
    private volatile bool _up;

    internal WireDevice(string name, WireModule module, VirtualWire wire, int end)
        : base(name, DeviceType.Ethernet)
    {
        _module = module;
        _wire = wire;
        _end = end;
        _linkOperation = new LinkOperation(this);
        MaximumMtu = 65521;
        HeaderLength = EthernetHeader.HeaderLength;
        Address = new LinkAddress(wire.DefaultAddress(end));
        Flags = InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Simplex | (wire.IsPlugged ? InterfaceFlags.Link : 0);
        Offloads = wire.Offloads ? Everything : DeviceOffloads.ScatterGather;
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
        else if (!buffer.IsSuperPacket && buffer.Size > Mtu + HeaderLength)
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
            ShowLink();
        else
            Sink.Stack.Post(_linkOperation);
    }

    /// <summary>Takes frames that have come. Outside of any stack.</summary>
    private protected virtual void Arrive(ref BufferList frames) => Sink.Receive(ref frames);

    private void ShowLink() => Flags = _wire.IsPlugged ? Flags | InterfaceFlags.Link : Flags & ~InterfaceFlags.Link;

    /// <summary>Flags change inside the stack only.</summary>
    private sealed class LinkOperation(WireDevice device) : StackOperation
    {
        protected override void Run()
        {
            device.ShowLink();
            device.Sink.LinkChanged();
        }
    }
}
