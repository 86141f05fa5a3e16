using System.Net.Sockets;
using Hokku.Driver;
using Hokku.Driver.Published;
using Hokku.Linux;
using Hokku.Run.Calls;
using Hokku.Wire.Control;

namespace Hokku.Run.Sockets;

/// <summary>
/// A stream: the program reads and writes one end of a pair natively, the driver's <see cref="ServedStream"/> pumps the other. What a pair cannot say is said
/// by its state: a connection that waits to be accepted is an octet to read, a connect that goes on is a pair without room.
/// </summary>
internal sealed partial class ProgramStream : ProgramSocket, IServedUser
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private readonly ServedStream _served;
    private bool _isSignaled;
    private bool _isOver;

    /// <summary>Takes over a socket; the program gets its end by <see cref="Give"/>.</summary>
    public ProgramStream(ProgramSockets owner, IDriverSocket socket, bool isConnected)
        : base(owner, socket)
    {
        _served = new ServedStream(owner.Place, this, socket, handle: 0) { Phase = isConnected ? SocketPhase.Flowing : SocketPhase.Fresh };
        Cookie = UnixSocket.CookieOf(_served.ClientEnd);
        owner.Add(this);
    }

    /// <summary>Answers the call with the program's end; when the program has gone away meanwhile, so does the socket.</summary>
    public void Give(ProgramCall call, int flags)
    {
        if ((flags & NonBlocking) == 0)
            _served.ClientEnd.SetBlocking();
        int number = call.SucceedWith(_served.ClientEnd, (flags & CloseOnExec) != 0);
        // A copy of ours would keep the end of the program's from being seen.
        _served.ClientEnd.Dispose();
        Owner.Given(this, call.Thread, number);
        if (number < 0)
            Close();
        else if (_served.Phase == SocketPhase.Flowing)
            _served.Ready(SocketEvents.Read | SocketEvents.Write);
    }

    public override void Listen(ProgramCall call, int backlog)
    {
        var error = Socket.Listen(Math.Max(1, backlog));
        if (error == SocketError.Success)
            _served.Phase = SocketPhase.Listening;
        call.Finish(error);
    }

    public override void Accept(ProgramCall call, Descriptor app, int flags)
    {
        TakeSignals(app);
        if (TryAccept(call, flags))
            return;
        if (app.IsNonBlocking)
            call.Fail(ErrorNumbers.TryAgain);
        else
            Await(call, UnixSocket.GetReceiveTimeout(app), () => TryAccept(call, flags));
    }

    public override void Shutdown(ProgramCall call, Descriptor app, SocketShutdown direction)
    {
        if (_isOver || _served.Phase == SocketPhase.Listening)
        {
            call.Finish(_isOver ? SocketError.Success : Socket.Shutdown(direction));
            Retry();
            return;
        }

        if (_served.Phase != SocketPhase.Flowing)
        {
            call.Fail(ErrorNumbers.NotConnected);
            return;
        }

        // The end of what the program sends follows it through the pair.
        if (direction != SocketShutdown.Send)
            Socket.Shutdown(SocketShutdown.Receive);
        call.LetThrough();
    }

    public override SocketError TakeError()
    {
        var reason = _reason;
        _reason = SocketError.Success;
        return reason != SocketError.Success || _isOver ? reason : ReadError();
    }

    // Streams need no addresses; the kernel refuses what it must.
    public override void Send(ProgramCall call, MessageCall message, Descriptor app)
    {
        if (message.IsUrgent)
            SendUrgent(call, message);
        else
            call.LetThrough();
    }

    public override void Receive(ProgramCall call, MessageCall message, Descriptor app) => call.LetThrough();

    public override void Close()
    {
        if (_isOver)
            return;
        _served.Close();
        Finish();
    }

    private void Finish()
    {
        _isOver = true;
        _connecting?.Dispose();
        _connecting = null;
        Owner.Finished(this);
    }

    void IServedUser.Tell(ServedSocket socket)
    {
        _served.Untold = default;
        if (_connecting is not null && _served.Phase != SocketPhase.Connecting)
            FinishConnecting();
        if (_served.Phase == SocketPhase.Listening)
            Signal();
        Retry();
    }

    // Both ways have ended, or nobody holds the program's end: either way nothing is left to carry.
    void IServedUser.HungUp(ServedSocket socket) => Close();

    private bool TryAccept(ProgramCall call, int flags)
    {
        var error = Socket.Accept(out var accepted);
        if (error == SocketError.WouldBlock)
            return false;
        if (accepted is null)
        {
            call.Fail(error);
            return true;
        }

        var stream = new ProgramStream(Owner, accepted, isConnected: true);
        accepted.GetPeerAddress(out var peer);
        int problem = call.WriteAddress(call[1], call[2], peer);
        if (problem == 0)
        {
            stream.Give(call, flags);
        }
        else
        {
            stream.Close();
            call.Fail(problem);
        }

        Signal();
        return true;
    }

    // One octet says that somebody waits; it is gone when the program has looked.
    private void Signal()
    {
        if (_isSignaled || (Socket.Poll() & SocketEvents.Read) == 0)
            return;
        _isSignaled = UnixSocket.TrySend(_served.Channel, [1]) == 1;
    }

    private void TakeSignals(Descriptor app)
    {
        UnixSocket.TryReceive(app, stackalloc byte[16]);
        _isSignaled = false;
    }
}
