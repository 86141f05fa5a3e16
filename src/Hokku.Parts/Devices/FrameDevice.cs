using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Parts;

/// <summary>
/// A device that hands the kernel frames in pieces of memory, a virtio-net header in front of each: what TAP, TUN and packet devices have in common.
/// A descendant makes the system calls.
/// </summary>
public abstract partial class FrameDevice(string name, DeviceType type) : NetDevice(name, type), IPolledDevice
{
    private const int TransmitLimit = 4096;

    private readonly TransmitQueue _queue = new(TransmitLimit);
    private LinkOperation? _linkOperation;
    private volatile bool _up;
    private volatile bool _linkUp = true;

    /// <inheritdoc/>
    public abstract void Wait();

    /// <inheritdoc/>
    public abstract void Wake();

    /// <summary>A descendant does its part first.</summary>
    public override SocketError Up()
    {
        _up = true;
        return SocketError.Success;
    }

    /// <inheritdoc/>
    public override void Down()
    {
        _up = false;
        _queue.FreeAll();
    }

    /// <inheritdoc/>
    public override void Send(NetBuffer buffer)
    {
        var stack = Sink.Stack;
        if (!_up)
            stack.Drop(buffer, DropReason.DeviceDown);
        else if (!buffer.IsSuperPacket && buffer.Size > Mtu + HeaderLength)
            stack.Drop(buffer, DropReason.TooBig);
        else if (_queue.TryEnqueue(buffer))
            stack.FlushLater(this);
        else
            stack.Drop(buffer, DropReason.QueueFull);
    }

    /// <inheritdoc/>
    public override SocketError SetAddress(in LinkAddress address)
    {
        if (Type != DeviceType.Ethernet)
            return SocketError.OperationNotSupported;
        if (!address.Ethernet.IsUnicast)
            return SocketError.InvalidArgument;
        Address = new LinkAddress(address.Octets);
        return SocketError.Success;
    }

    /// <summary>Nothing is sent any more. A descendant closes its descriptor after it.</summary>
    public override void Close()
    {
        _up = false;
        _queue.FreeAll();
        _reserve?.Free();
    }

    /// <summary>Reads one frame into pieces of memory, the first of which is the virtio-net header's.</summary>
    /// <returns>Octets, header included, even where they were more than the room; 0 when there is nothing now; negative when the device is gone.</returns>
    protected abstract nint ReadFrame(ReadOnlySpan<IoVector> pieces);

    /// <summary>Writes one frame.</summary>
    /// <returns>None; QueueFull when there is no room just now; LinkDown when the other end is down; or why it cannot be sent.</returns>
    protected abstract DropReason WriteFrame(ReadOnlySpan<IoVector> pieces);

    /// <summary>Called outside the stack when a call tells how the kernel's end is.</summary>
    protected void SetLink(bool up)
    {
        if (_linkUp == up)
            return;
        _linkUp = up;
        Sink.Stack.Post(_linkOperation ??= new LinkOperation(this));
    }

    /// <summary>Flags change inside the stack only.</summary>
    private sealed class LinkOperation(FrameDevice device) : StackOperation
    {
        protected override void Run()
        {
            device.Flags = device._linkUp ? device.Flags | InterfaceFlags.Link : device.Flags & ~InterfaceFlags.Link;
            device.Sink.LinkChanged();
        }
    }
}
