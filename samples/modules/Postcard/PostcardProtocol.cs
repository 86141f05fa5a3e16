using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Samples.Postcard;

/// <summary>The link in one socket's chain: the port of an address is the number of a box; a box holds 16 cards.</summary>
internal sealed class PostcardProtocol(PostcardModule module, INetSocket socket) : NetProtocol(socket)
{
    private const int Room = 16;
    private BufferList _cards;

    public override INetModule Module => module;

    public override int SendSpace => MaximumPayload(default) - 2;

    public override int ReadAvailable => _cards.IsEmpty ? 0 : _cards.First!.Size;

    public override SocketError Bind(in NetAddress address)
    {
        if (!module.Boxes.TryAdd(address.Port, this))
            return SocketError.AddressAlreadyInUse;
        Socket.Address = address;
        return SocketError.Success;
    }

    public override SocketError Send(NetBuffer buffer, MessageFlags flags)
    {
        ushort box = buffer.Destination.Port;
        if (!buffer.TryPrepend([(byte)(box >> 8), (byte)box]))
        {
            Socket.Stack.Drop(buffer, DropReason.NoMemory);
            return SocketError.NoBufferSpaceAvailable;
        }

        buffer.Protocol = PostcardModule.Number;
        return Domain.Protocol.Send(buffer);
    }

    public override SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer)
        => _cards.TryDequeue(out buffer) ? SocketError.Success : SocketError.WouldBlock;

    public override SocketEvents Poll() => SocketEvents.Write | (_cards.IsEmpty ? 0 : SocketEvents.Read);

    public override void Free()
    {
        module.Boxes.Remove(Socket.Address.Port);
        _cards.FreeAll();
    }

    internal void Take(NetBuffer buffer)
    {
        if (_cards.Count >= Room)
        {
            Socket.Stack.Drop(buffer, DropReason.ReceiveBufferFull);
            return;
        }

        _cards.Enqueue(buffer);
        Socket.Notify(SocketEvents.Read);
    }
}
