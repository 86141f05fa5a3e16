using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Control;

namespace Hokku.Protocols.IPv4;

/// <content>Raw sockets: packets with their header, before any transport sees them.</content>
internal sealed partial class IPv4Link
{
    private readonly DatagramQueue _queue = new(0);
    private bool _headerIncluded;

    public override int ReadAvailable => _queue.First?.Size ?? 0;

    /// <summary>Protocol, bound address, peer and interface must fit.</summary>
    public bool Wants(NetBuffer buffer) =>
        (Socket.Protocol == 0 || Socket.Protocol == buffer.Protocol)
        && (Socket.BoundInterface == 0 || Socket.BoundInterface == buffer.InterfaceIndex)
        && (Socket.Address.IsUnspecified || Socket.Address.IPv4.IsAny || Socket.Address.IPv4 == buffer.Destination.IPv4)
        && (Socket.Peer.IsUnspecified || Socket.Peer.IPv4 == buffer.Source.IPv4);

    /// <summary>Takes a copy that is this socket's own. Owns it.</summary>
    public void Enqueue(NetBuffer copy)
    {
        if (!Admits(copy))
        {
            _module.Stack.Drop(copy, DropReason.NotMember);
            return;
        }

        AddAncillary(copy);
        _queue.MaximumOctets = Socket.ReceiveBufferSize;
        if (!_queue.TryEnqueue(copy))
        {
            _module.Stack.Drop(copy, DropReason.ReceiveBufferFull);
            return;
        }

        Socket.Notify(SocketEvents.Read);
    }

    public void RawError(in NetworkError error, NetBuffer quoted)
    {
        if (Socket.Protocol != quoted.Protocol || Socket.Peer.IsUnspecified || Socket.Peer.IPv4 != quoted.Destination.IPv4
            || error.SocketError == SocketError.Success)
            return;
        Socket.Error = error.SocketError;
        Socket.Notify(SocketEvents.Error);
    }

    public override SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer)
    {
        buffer = null;
        if (!IsRaw)
            return SocketError.OperationNotSupported;
        if (_queue.IsEmpty)
            return SocketError.WouldBlock;
        if ((flags & MessageFlags.Peek) != 0)
            buffer = _queue.Peek();
        else
            _queue.TryDequeue(out buffer);
        return buffer is null ? SocketError.NoBufferSpaceAvailable : SocketError.Success;
    }

    public override SocketEvents Poll() => !IsRaw ? SocketEvents.None
        : SocketEvents.Write | (_queue.IsEmpty ? SocketEvents.None : SocketEvents.Read);
}
