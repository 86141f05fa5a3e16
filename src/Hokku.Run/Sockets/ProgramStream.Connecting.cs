using System.Net.Sockets;
using Hokku.Driver.Published;
using Hokku.Linux;
using Hokku.Run.Calls;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Run.Sockets;

/// <content>Connecting, and how a connection's end by the peer's will looks to the program.</content>
internal sealed partial class ProgramStream
{
    private const int LeastBuffer = 1;

    // The program's end while a connect goes on that the program does not wait for.
    private Descriptor? _connecting;
    private int _filled;
    private int _buffer;
    private SocketError _reason;

    public override void Connect(ProgramCall call, Descriptor app, in NetAddress peer)
    {
        if (_isOver || _served.Phase is SocketPhase.Flowing)
        {
            call.Fail(ErrorNumbers.IsConnected);
            return;
        }

        if (_served.Phase == SocketPhase.Connecting)
        {
            call.Fail(ErrorNumbers.AlreadyConnecting);
            return;
        }

        var error = Socket.Connect(peer);
        if (error == SocketError.Success)
            Begin(SocketPhase.Flowing);
        if (error != SocketError.InProgress)
        {
            call.Finish(error);
            return;
        }

        if (app.IsNonBlocking)
        {
            FillUp(app);
            call.Fail(ErrorNumbers.InProgress);
        }
        else
        {
            Await(call, TimeSpan.Zero, () => TryFinishConnect(call));
        }

        // It may be established already: then the event has come before this.
        Begin(SocketPhase.Connecting);
    }

    private void Begin(SocketPhase phase)
    {
        _served.Phase = phase;
        _served.Ready(SocketEvents.Read | SocketEvents.Write);
    }

    private bool TryFinishConnect(ProgramCall call)
    {
        if (_served.Phase == SocketPhase.Connecting)
            return false;
        call.Finish(_served.Phase == SocketPhase.Flowing ? SocketError.Success : TakeError());
        return true;
    }

    // A pair has room from the start, and a program would believe that it is connected: it is filled with octets that nobody gets.
    private void FillUp(Descriptor app)
    {
        _connecting = UnixSocket.Duplicate(app);
        _buffer = UnixSocket.GetSendBuffer(app);
        UnixSocket.SetSendBuffer(app, LeastBuffer);
        Span<byte> octets = stackalloc byte[2048];
        octets.Clear();
        int sent;
        while ((sent = UnixSocket.TrySend(app, octets)) > 0)
            _filled += sent;
    }

    private void FinishConnecting()
    {
        Span<byte> octets = stackalloc byte[2048];
        while (_filled > 0 && UnixSocket.TryReceive(_served.Channel, octets[..Math.Min(_filled, octets.Length)]) is > 0 and var taken)
            _filled -= taken;
        UnixSocket.SetSendBuffer(_connecting!, _buffer / 2);

        // POLLHUP tells a program to ask for the reason, which is kept for it.
        if (_served.Phase != SocketPhase.Flowing)
        {
            _reason = ReadError();
            UnixSocket.Shutdown(_served.Channel, SocketShutdown.Both);
        }

        _connecting!.Dispose();
        _connecting = null;
    }

    // The peer has reset. A pair tells the program so when it is closed while it holds something unread, which is put there for that.
    bool IServedUser.Broke(ServedSocket socket, SocketError error)
    {
        _reason = error;
        if (error != SocketError.ConnectionReset)
            return false;
        using var app = Owner.TryFindEnd(this);
        if (app is null || UnixSocket.TrySend(app, [0]) != 1)
            return false;
        _served.Destroy(aborts: true);
        Finish();
        return true;
    }

    private void SendUrgent(ProgramCall call, MessageCall message)
    {
        if (!message.TryReadPayload(call, out var octets))
        {
            call.Fail(ErrorNumbers.BadAddress);
            return;
        }

        // What the program wrote before goes before.
        _served.PumpToStack();
        var error = Socket.Send(octets, MessageFlags.OutOfBand, default, out int sent);
        if (error == SocketError.Success)
            call.Succeed(sent);
        else
            call.Fail(error);
    }
}
