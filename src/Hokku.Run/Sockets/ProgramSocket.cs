using System.Net.Sockets;
using Hokku.Driver;
using Hokku.Run.Calls;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Run.Sockets;

/// <summary>A socket of the stack that a program holds as a descriptor of a Unix-domain socket. The supervisor's thread only.</summary>
internal abstract class ProgramSocket(ProgramSockets owner, IDriverSocket socket)
{
    private readonly List<WaitingCall> _waiting = [];

    /// <summary>How the program's descriptor is recognized.</summary>
    public ulong Cookie { get; protected init; }

    public IDriverSocket Socket { get; } = socket;

    public SocketType Type => Socket.Type;

    public bool IsStream => Type == SocketType.Stream;

    protected ProgramSockets Owner { get; } = owner;

    /// <summary>Answers the call.</summary>
    public abstract void Connect(ProgramCall call, Linux.Descriptor app, in NetAddress peer);

    public abstract void Listen(ProgramCall call, int backlog);

    public abstract void Accept(ProgramCall call, Linux.Descriptor app, int flags);

    public abstract void Shutdown(ProgramCall call, Linux.Descriptor app, SocketShutdown direction);

    /// <summary>An error that is kept for the program, which the call clears.</summary>
    public virtual SocketError TakeError() => ReadError();

    public abstract void Send(ProgramCall call, MessageCall message, Linux.Descriptor app);

    public abstract void Receive(ProgramCall call, MessageCall message, Linux.Descriptor app);

    /// <summary>No program holds it any more.</summary>
    public abstract void Close();

    /// <summary>Tries until it succeeds, the program's patience ends, or the program does not wait any more.</summary>
    /// <param name="call">The call that waits.</param>
    /// <param name="patience">Zero for ever.</param>
    /// <param name="tryFinish">Answers the call, or returns false.</param>
    public void Await(ProgramCall call, TimeSpan patience, Func<bool> tryFinish)
    {
        var waiting = new WaitingCall(call, tryFinish);
        _waiting.Add(waiting);
        if (patience > TimeSpan.Zero)
            Owner.After(patience, () => GiveUp(waiting));
    }

    /// <summary>Something has happened: whoever waits tries again, oldest first.</summary>
    public void Retry()
    {
        for (int i = 0; i < _waiting.Count;)
        {
            // A signal may have ended the call; what it waited for is for the next one.
            if (!_waiting[i].Call.IsWaiting || _waiting[i].TryFinish())
                _waiting.RemoveAt(i);
            else
                i++;
        }
    }

    protected SocketError ReadError()
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        return Socket.GetOption(SocketLevel.Socket, (int)SocketOption.Error, value, out _) == SocketError.Success
            ? (SocketError)BitConverter.ToInt32(value)
            : SocketError.Success;
    }

    private void GiveUp(WaitingCall waiting)
    {
        if (_waiting.Remove(waiting))
            waiting.Call.Fail(ErrorNumbers.TryAgain);
    }

    private sealed record WaitingCall(ProgramCall Call, Func<bool> TryFinish);
}
