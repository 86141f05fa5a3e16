using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Linux;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>
/// A stream: octets both ways through the channel. What the other side has no room for waits here, at most one transfer each way, and nothing more is read until it
/// is gone: so the network's and the client's back-pressure reach each other. Ends of streams pass as shutdowns.
/// </summary>
internal class ServedStream(ServingPlace server, IServedUser client, IDriverSocket socket, int handle)
    : ServedSocket(server, client, socket, handle, UnixSocketType.Stream)
{
    private const int Transfer = 64 * 1024;
    private const int TransfersAtOnce = 16;

    private byte[]? _toStack;
    private int _toStackStart;
    private int _toStackEnd;
    private byte[]? _toClient;
    private int _toClientStart;
    private int _toClientEnd;
    private bool _clientEnded;
    private bool _clientDeaf;
    private bool _sendingEnded;
    private bool _receivingEnded;
    private SocketError _outcome;
    private long _delivered;
    private long _mark = -1;

    /// <summary>How many octets of the channel the stack has taken: where urgent data belong.</summary>
    public long Taken { get; private set; }

    public override int Unsent => _toStackEnd - _toStackStart + (_clientEnded || IsDestroyed ? 0 : Math.Max(0, UnixSocket.GetReadable(Channel)));

    public override SocketError TakeOutcome()
    {
        var outcome = _outcome;
        _outcome = SocketError.Success;
        return outcome;
    }

    public override void PumpToStack()
    {
        if (Phase != SocketPhase.Flowing || _sendingEnded)
            return;
        for (int i = 0; i < TransfersAtOnce; i++)
        {
            if (_toStackEnd > _toStackStart)
            {
                if (!TrySend(_toStack.AsSpan(_toStackStart, _toStackEnd - _toStackStart), out int sent))
                    return;
                _toStackStart += sent;
                if (_toStackStart < _toStackEnd)
                    return;
                Return(ref _toStack, ref _toStackStart, ref _toStackEnd);
            }

            if (!TryTakeFromClient())
                return;
        }

        Ready(SocketEvents.Write);
    }

    protected override void PumpToClient()
    {
        if (Phase != SocketPhase.Flowing)
            return;
        for (int i = 0; i < TransfersAtOnce; i++)
        {
            if (!TryDeliver() || _receivingEnded || !TryTakeFromStack())
                return;
        }

        Ready(SocketEvents.Read);
    }

    protected override void Release()
    {
        Return(ref _toStack, ref _toStackStart, ref _toStackEnd);
        Return(ref _toClient, ref _toClientStart, ref _toClientEnd);
    }

    protected override long Mark() => _mark;

    // One transfer from the channel to the stack; false when there is no more to do now.
    private bool TryTakeFromClient()
    {
        var scratch = Server.Scratch.AsSpan(0, Transfer);
        int received = _clientEnded ? 0 : UnixSocket.TryReceive(Channel, scratch);
        if (received is -(int)LinuxError.EAGAIN or -(int)LinuxError.EINTR)
            return false;
        if (received <= 0)
        {
            _clientEnded = true;
            _sendingEnded = true;
            if (_outcome == SocketError.Success && !IsClosing)
                Socket.Shutdown(SocketShutdown.Send);
            return false;
        }

        var octets = scratch[..received];
        if (!TrySend(octets, out int sent))
            return false;
        if (sent < received)
        {
            Keep(octets[sent..], ref _toStack, ref _toStackStart, ref _toStackEnd);
            return false;
        }

        return true;
    }

    // False when the stream is broken.
    private bool TrySend(ReadOnlySpan<byte> octets, out int sent)
    {
        sent = 0;
        while (sent < octets.Length)
        {
            var error = Socket.Send(octets[sent..], MessageFlags.None, default, out int taken);
            sent += taken;
            Taken += taken;
            if (error == SocketError.WouldBlock || (error == SocketError.NoBufferSpaceAvailable && TryAgainLater()))
                return true;
            if (error == SocketError.Success)
                continue;
            _sendingEnded = true;
            Return(ref _toStack, ref _toStackStart, ref _toStackEnd);
            Break(error);
            return false;
        }

        return true;
    }

    private bool TryAgainLater()
    {
        Ready(SocketEvents.Write);
        return true;
    }

    // What waits for room in the channel; false when it still does.
    private bool TryDeliver()
    {
        if (_toClientEnd == _toClientStart)
            return true;
        if (!TryPass(_toClient.AsSpan(_toClientStart, _toClientEnd - _toClientStart), out int passed))
            return true;
        _toClientStart += passed;
        if (_toClientStart < _toClientEnd)
            return false;
        Return(ref _toClient, ref _toClientStart, ref _toClientEnd);
        if (_receivingEnded)
            EndChannel();
        return true;
    }

    // One transfer from the stack to the channel; false when there is no more to do now.
    private bool TryTakeFromStack()
    {
        ObserveMark();
        var message = default(DriverMessage);
        var scratch = Server.Scratch.AsSpan(0, Transfer);
        var error = Socket.Receive(scratch, MessageFlags.None, ref message, out int received);
        if (error == SocketError.WouldBlock)
            return false;
        if (error != SocketError.Success || received == 0)
        {
            _receivingEnded = true;
            if (error != SocketError.Success)
                Break(error);
            EndChannel();
            return false;
        }

        var octets = scratch[..received];
        _delivered += received;
        if (!TryPass(octets, out int passed) || passed == received)
            return true;
        Keep(octets[passed..], ref _toClient, ref _toClientStart, ref _toClientEnd);
        return false;
    }

    // False when the client does not receive any more: what comes is thrown away.
    private bool TryPass(ReadOnlySpan<byte> octets, out int passed)
    {
        passed = 0;
        while (passed < octets.Length && !_clientDeaf)
        {
            int sent = UnixSocket.TrySend(Channel, octets[passed..]);
            if (sent is -(int)LinuxError.EAGAIN or -(int)LinuxError.EINTR or -(int)LinuxError.ENOBUFS)
                return true;
            if (sent < 0)
                _clientDeaf = true;
            else
                passed += sent;
        }

        if (_clientDeaf)
            Return(ref _toClient, ref _toClientStart, ref _toClientEnd);
        return !_clientDeaf;
    }

    // The connection is gone: both ways end, and the client finds out why by asking.
    private void Break(SocketError error)
    {
        _outcome = error;
        _receivingEnded = true;
        if (Client.Broke(this, error))
            return;
        if (_toClientEnd == _toClientStart)
            EndChannel();
        Tell(SocketEvents.Error | SocketEvents.Read | SocketEvents.Write | SocketEvents.HangUp);
    }

    private void EndChannel()
    {
        if (!IsDestroyed)
            UnixSocket.Shutdown(Channel, _outcome == SocketError.Success ? SocketShutdown.Send : SocketShutdown.Both);
    }

    // The stack stops reading at the mark, so that it is seen here before what is behind it.
    private void ObserveMark()
    {
        int isAtMark = 0;
        if (Socket.Control(DriverCommand.AtUrgentMark, MemoryMarshal.AsBytes(new Span<int>(ref isAtMark)), out _) == SocketError.Success && isAtMark != 0)
            _mark = _delivered;
    }

    private static void Keep(ReadOnlySpan<byte> octets, ref byte[]? kept, ref int start, ref int end)
    {
        kept = ArrayPool<byte>.Shared.Rent(octets.Length);
        octets.CopyTo(kept);
        start = 0;
        end = octets.Length;
    }

    private static void Return(ref byte[]? kept, ref int start, ref int end)
    {
        if (kept is not null)
            ArrayPool<byte>.Shared.Return(kept);
        kept = null;
        start = end = 0;
    }
}
