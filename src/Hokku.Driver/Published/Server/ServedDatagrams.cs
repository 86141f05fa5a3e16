using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Linux;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>Datagrams and raw packets: each is one packet of the channel, with a <see cref="DatagramHeader"/>. At most one waits here each way.</summary>
internal sealed class ServedDatagrams : ServedSocket
{
    private const int AtOnce = 64;
    private static readonly int HeaderSize = Framing.SizeOf<DatagramHeader>();
    private byte[]? _toStack;
    private byte[]? _toClient;

    public ServedDatagrams(ServingPlace server, IServedUser client, IDriverSocket socket, int handle)
        : base(server, client, socket, handle, UnixSocketType.SequencedPacket) => Phase = SocketPhase.Flowing;

    public override int Unsent => (_toStack?.Length ?? 0) + (IsDestroyed ? 0 : Math.Max(0, UnixSocket.GetReadable(Channel)));

    public override void PumpToStack()
    {
        for (int i = 0; i < AtOnce; i++)
        {
            if (_toStack is not null)
            {
                if (!TrySend(_toStack))
                    return;
                _toStack = null;
            }

            int received = UnixSocket.TryReceive(Channel, Server.Scratch);
            if (received <= 0)
                return;
            if (received >= HeaderSize && !TrySend(Server.Scratch.AsSpan(0, received)))
            {
                _toStack = Server.Scratch.AsSpan(0, received).ToArray();
                return;
            }
        }

        Ready(SocketEvents.Write);
    }

    protected override void PumpToClient()
    {
        for (int i = 0; i < AtOnce; i++)
        {
            if (_toClient is not null)
            {
                if (!TryPass(_toClient))
                    return;
                _toClient = null;
            }

            int length = Receive();
            if (length == 0)
                return;
            if (length > 0 && !TryPass(Server.Scratch.AsSpan(0, length)))
            {
                _toClient = Server.Scratch.AsSpan(0, length).ToArray();
                return;
            }
        }

        Ready(SocketEvents.Read);
    }

    protected override void Release() => _toStack = _toClient = null;

    // False when the datagram has to wait.
    private bool TrySend(ReadOnlySpan<byte> frame)
    {
        var header = MemoryMarshal.Read<DatagramHeader>(frame);
        var error = Socket.Send(frame[HeaderSize..], header.Flags, header.Address, out _);
        if (error == SocketError.WouldBlock)
            return false;
        if (error != SocketError.Success)
            Tell(SocketEvents.Error | SocketEvents.Read | SocketEvents.Write, error);
        return true;
    }

    // The length of the frame that was made, 0 for nothing to receive, -1 for an error that was told.
    private int Receive()
    {
        Span<byte> scratch = Server.Scratch;
        Span<byte> control = stackalloc byte[DatagramHeader.MaximumControl];
        var message = new DriverMessage { Control = control };
        var room = scratch[HeaderSize..^DatagramHeader.MaximumControl];
        var error = Socket.Receive(room, MessageFlags.None, ref message, out int received);
        if (error == SocketError.WouldBlock)
            return 0;
        if (error != SocketError.Success)
        {
            Tell(SocketEvents.Error | SocketEvents.Read | SocketEvents.Write, error);

            // An error that stays would be told for ever: the next event brings us back.
            return error == SocketError.ConnectionRefused ? -1 : 0;
        }

        var header = new DatagramHeader
        {
            Address = message.Source,
            Flags = message.Flags,
            Length = received,
            ControlLength = message.ControlLength,
        };
        MemoryMarshal.Write(scratch, in header);
        control[..message.ControlLength].CopyTo(scratch[(HeaderSize + received)..]);
        return HeaderSize + received + message.ControlLength;
    }

    // False when there is no room; a client that is gone takes everything.
    private bool TryPass(ReadOnlySpan<byte> frame) =>
        UnixSocket.TrySend(Channel, frame) is not (-(int)LinuxError.EAGAIN or -(int)LinuxError.EINTR or -(int)LinuxError.ENOBUFS);
}
