using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Linux;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <content>Sending and receiving through the channel, and by request what the channel cannot say.</content>
internal sealed partial class PublishedSocket
{
    private const int MaximumDatagram = 65535;
    private static readonly int HeaderSize = Framing.SizeOf<DatagramHeader>();

    [ThreadStatic]
    private static byte[]? _frame;

    private readonly Lock _sender = new();
    private NetAddress _verified;
    private int _verifiedLength = -1;
    private long _sent;
    private long _consumed;

    private static byte[] Frame => _frame ??= new byte[DatagramHeader.MaximumFrame];

    private bool IsAtMark => Volatile.Read(ref _mark) >= 0 && Volatile.Read(ref _mark) == Volatile.Read(ref _consumed);

    public SocketError Send(ReadOnlySpan<byte> octets, MessageFlags flags, in NetAddress destination, out int sent)
    {
        sent = 0;
        if (IsClosed)
            return SocketError.NotSocket;
        if (TakeError() is var error and not SocketError.Success)
            return error;
        lock (_sender)
        {
            if (!IsStream)
                return SendDatagram(octets, flags, destination, out sent);
            if (_phase != SocketPhase.Flowing)
                return _phase == SocketPhase.Connecting ? SocketError.WouldBlock : SocketError.NotConnected;
            if (!destination.IsUnspecified)
                return SocketError.IsConnected;
            return (flags & MessageFlags.OutOfBand) != 0 ? SendUrgent(octets, flags, out sent) : SendStream(octets, flags, out sent);
        }
    }

    public SocketError Receive(Span<byte> octets, MessageFlags flags, ref DriverMessage message, out int received)
    {
        received = 0;
        message.ControlLength = 0;
        message.Flags = MessageFlags.None;
        if (IsClosed)
            return SocketError.NotSocket;
        if (TakeError() is var error and not SocketError.Success)
            return error;
        if (!IsStream)
            return ReceiveDatagram(octets, flags, ref message, out received);
        if (_phase != SocketPhase.Flowing)
            return _phase == SocketPhase.Connecting ? SocketError.WouldBlock : SocketError.NotConnected;
        return (flags & MessageFlags.OutOfBand) != 0 ? ReceiveUrgent(octets, flags, out received) : ReceiveStream(octets, flags, out received);
    }

    private SocketError SendStream(ReadOnlySpan<byte> octets, MessageFlags flags, out int sent)
    {
        int result = octets.IsEmpty ? 0 : UnixSocket.TrySend(_channel, octets);
        sent = Math.Max(0, result);
        _sent += sent;
        if (result < 0)
            return Translate(result, SocketError.Shutdown);
        if ((flags & MessageFlags.End) != 0 && sent == octets.Length)
            UnixSocket.Shutdown(_channel, SocketShutdown.Send);
        return SocketError.Success;
    }

    private SocketError SendUrgent(ReadOnlySpan<byte> octets, MessageFlags flags, out int sent)
    {
        var request = new RequestHeader { Call = PublishedCall.Send, Handle = _handle, Flags = flags, Position = _sent };
        var error = client.Call(ref request, octets[..Math.Min(octets.Length, RequestHeader.MaximumLength)], out ReplyHeader reply);
        sent = reply.Number;
        return error;
    }

    // A destination is tried by request, so that its errors are told at once; what it has taken before goes through the channel.
    private SocketError SendDatagram(ReadOnlySpan<byte> octets, MessageFlags flags, in NetAddress destination, out int sent)
    {
        sent = 0;
        if (octets.Length > MaximumDatagram)
            return SocketError.MessageSize;
        if (octets.Length > _verifiedLength || _verified != destination)
        {
            var request = new RequestHeader { Call = PublishedCall.Send, Handle = _handle, Flags = flags, Address = destination };
            var error = client.Call(ref request, octets, out ReplyHeader reply);
            sent = reply.Number;
            if (error == SocketError.Success)
                (_verified, _verifiedLength) = (destination, Math.Max(octets.Length, _verified == destination ? _verifiedLength : 0));
            return error;
        }

        var header = new DatagramHeader { Address = destination, Flags = flags, Length = octets.Length };
        var frame = Frame.AsSpan(0, HeaderSize + octets.Length);
        MemoryMarshal.Write(frame, in header);
        octets.CopyTo(frame[HeaderSize..]);
        int result = UnixSocket.TrySend(_channel, frame);
        if (result < 0)
            return Translate(result, SocketError.NetworkDown);
        sent = octets.Length;
        return SocketError.Success;
    }

    private SocketError ReceiveStream(Span<byte> octets, MessageFlags flags, out int received)
    {
        bool peek = (flags & MessageFlags.Peek) != 0;
        int result = octets.IsEmpty ? 0 : UnixSocket.TryReceive(_channel, octets, peek);
        received = Math.Max(0, result);
        if (!peek)
            Volatile.Write(ref _consumed, _consumed + received);
        if (result > 0 || octets.IsEmpty)
            return SocketError.Success;
        return result == 0 ? Outcome() : Translate(result, SocketError.Success);
    }

    private SocketError ReceiveUrgent(Span<byte> octets, MessageFlags flags, out int received)
    {
        var request = new RequestHeader { Call = PublishedCall.Receive, Handle = _handle, Flags = flags };
        octets.Clear();
        var error = client.Call(ref request, octets, out received);
        if (error == SocketError.Success && (flags & MessageFlags.Peek) == 0)
            Volatile.Write(ref _urgent, 0);
        return error;
    }

    private SocketError ReceiveDatagram(Span<byte> octets, MessageFlags flags, ref DriverMessage message, out int received)
    {
        received = 0;
        var frame = Frame;
        int result = UnixSocket.TryReceive(_channel, frame, (flags & MessageFlags.Peek) != 0);
        if (result < HeaderSize)
            return result < 0 ? Translate(result, SocketError.NetworkDown) : SocketError.NetworkDown;
        var header = MemoryMarshal.Read<DatagramHeader>(frame);
        int length = Math.Min(header.Length, octets.Length);
        frame.AsSpan(HeaderSize, length).CopyTo(octets);
        message.Source = header.Address;
        message.Flags = header.Flags | (header.Length > octets.Length ? MessageFlags.Truncate : 0);
        if (header.ControlLength > 0 && !message.Control.IsEmpty)
            message.AddAll(frame.AsSpan(HeaderSize + header.Length, header.ControlLength));
        received = (flags & MessageFlags.Truncate) != 0 ? header.Length : length;
        return SocketError.Success;
    }

    private int Readable()
    {
        if (IsStream)
            return Math.Max(0, UnixSocket.GetReadable(_channel));
        int length = UnixSocket.TryReceive(_channel, Frame, peek: true);
        return length < HeaderSize ? 0 : MemoryMarshal.Read<DatagramHeader>(Frame).Length;
    }

    // The stream has ended: whether well or not the server knows.
    private SocketError Outcome() => Call(PublishedCall.Outcome, default);

    private SocketError Translate(int result, SocketError otherwise)
    {
        if (result is -(int)LinuxError.EAGAIN or -(int)LinuxError.EINTR or -(int)LinuxError.ENOBUFS)
            return SocketError.WouldBlock;
        if (!IsStream)
            return otherwise;
        var outcome = Outcome();
        return outcome == SocketError.Success ? otherwise : outcome;
    }

    private void Unverify()
    {
        lock (_sender)
            _verifiedLength = -1;
    }
}
