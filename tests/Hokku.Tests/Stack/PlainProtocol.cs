using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Tests.Stack;

/// <summary>The last link of every chain of <see cref="PlainModule"/>: keeps what is sent and gives it back when it is read.</summary>
internal sealed class PlainProtocol(PlainModule module, INetSocket socket) : NetProtocol(socket)
{
    private BufferList _sent;

    public override INetModule Module => module;

    public override INetDomain Domain => module.Domain;

    public SocketError Abandoned { get; private set; }

    public override SocketError Bind(in NetAddress address)
    {
        Socket.Address = address;
        return SocketError.Success;
    }

    public override SocketError Connect(in NetAddress peer)
    {
        Socket.Peer = peer;
        return SocketError.Success;
    }

    public override SocketError Send(NetBuffer buffer, MessageFlags flags)
    {
        _sent.Enqueue(buffer);
        Socket.Notify(SocketEvents.Read);
        return SocketError.Success;
    }

    public override SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer) =>
        _sent.TryDequeue(out buffer) ? SocketError.Success : SocketError.WouldBlock;

    public override int ReadAvailable => (int)_sent.Octets;

    public override int SendSpace => 4096;

    public override int MaximumPayload(in NetAddress destination) => 1500;

    public override void Abandon(SocketError error)
    {
        Abandoned = error;
        if (Socket.IsClosed)
            Socket.Detach();
    }

    public override void Free() => _sent.FreeAll();
}
