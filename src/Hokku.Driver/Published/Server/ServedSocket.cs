using System.Net.Sockets;
using Hokku.Linux;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>
/// A socket that the server holds for a client, and its end of the channel of data. All but <see cref="IDriverSink.Ready"/> is the loop's thread only.
/// </summary>
internal abstract class ServedSocket : IDriverSink, ILoopTarget
{
    private readonly Action _serve;
    private readonly ulong _key;
    private int _events;
    private int _isPosted;
    private long _closesAt;

    protected ServedSocket(ServingPlace server, IServedUser client, IDriverSocket socket, int handle, UnixSocketType type)
    {
        Server = server;
        Client = client;
        Socket = socket;
        Handle = handle;
        (Channel, ClientEnd) = UnixSocket.MakePair(type);
        Channel.SetNonBlocking();
        ClientEnd.SetNonBlocking();
        _serve = Serve;
        _key = server.Loop.Add(Channel, this);
        socket.Sink = this;
    }

    public IDriverSocket Socket { get; }

    public int Handle { get; }

    public SocketPhase Phase { get; set; }

    /// <summary>The client's end, until it was passed.</summary>
    public Descriptor ClientEnd { get; }

    /// <summary>What the client was not told yet.</summary>
    public EventMessage Untold;

    protected ServingPlace Server { get; }

    protected IServedUser Client { get; }

    /// <summary>Our end of the channel of data.</summary>
    public Descriptor Channel { get; }

    protected bool IsDestroyed { get; private set; }

    protected bool IsClosing => _closesAt != 0;

    /// <summary>Octets that the client has sent and the stack has not taken.</summary>
    public abstract int Unsent { get; }

    /// <summary>From any thread.</summary>
    public void Ready(SocketEvents events)
    {
        Interlocked.Or(ref _events, (int)events);
        if (Interlocked.Exchange(ref _isPosted, 1) == 0)
            Server.Loop.Post(_serve);
    }

    public void Ready(Readiness ready)
    {
        // First: a close must not look like the end of one direction, or the peer would get a FIN before what the close is to say.
        if ((ready & Readiness.HangUp) != 0 && !IsDestroyed && !IsClosing)
            Client.HungUp(this);
        if (IsDestroyed)
            return;
        if ((ready & ~Readiness.Write) != 0)
            PumpToStack();
        if ((ready & Readiness.Write) != 0 && !IsDestroyed && !IsClosing)
            PumpToClient();
    }

    /// <summary>The client has let go: the socket is closed when what it sent is with the stack.</summary>
    public void Close()
    {
        _closesAt = Environment.TickCount64 + Server.CloseTimeout;
        PumpToStack();
        if (!TryFinishClosing())
            Server.AddClosing(this);
    }

    /// <summary>Whether it is over: everything sent, or the time is up.</summary>
    public bool TryFinishClosing()
    {
        if (IsDestroyed)
            return true;
        bool isLate = Environment.TickCount64 >= _closesAt;
        if (Unsent > 0 && Phase == SocketPhase.Flowing && !isLate)
            return false;
        Destroy(aborts: Unsent > 0 && isLate);
        return true;
    }

    public void Destroy(bool aborts)
    {
        if (IsDestroyed)
            return;
        IsDestroyed = true;
        Server.Loop.Remove(_key, Channel);
        Channel.Dispose();
        ClientEnd.Dispose();
        if (aborts)
            Socket.Abort();
        else
            Socket.Close();
        Release();
    }

    /// <summary>Brings <see cref="Phase"/> up to date with what the socket is ready for.</summary>
    public void Observe(SocketEvents events)
    {
        if (Phase != SocketPhase.Connecting || (events & (SocketEvents.Write | SocketEvents.Error | SocketEvents.HangUp)) == 0)
            return;
        Phase = (events & SocketEvents.Error) == 0 && (events & SocketEvents.Write) != 0 ? SocketPhase.Flowing : SocketPhase.Fresh;
    }

    /// <summary>An error that this side keeps for the client; Success when there is none.</summary>
    public virtual SocketError TakeOutcome() => SocketError.Success;

    /// <summary>Moves what the client has sent to the stack.</summary>
    public abstract void PumpToStack();

    /// <summary>Moves what was received to the client.</summary>
    protected abstract void PumpToClient();

    protected abstract void Release();

    protected virtual long Mark() => -1;

    protected void Tell(SocketEvents events, SocketError error = SocketError.Success)
    {
        if (IsClosing || IsDestroyed)
            return;
        Untold.Handle = Handle;
        Untold.Events |= events;
        Untold.Phase = Phase;
        Untold.Mark = Mark();
        if (error != SocketError.Success)
            Untold.Error = error;
        Client.Tell(this);
    }

    private void Serve()
    {
        Volatile.Write(ref _isPosted, 0);
        var events = (SocketEvents)Interlocked.Exchange(ref _events, 0);
        if (IsDestroyed)
            return;
        if (Phase == SocketPhase.Connecting)
            Observe(Socket.Poll());
        if (Phase != SocketPhase.Flowing)
        {
            Tell(events);
            return;
        }

        if ((events & (SocketEvents.Write | SocketEvents.Error | SocketEvents.HangUp)) != 0)
        {
            Tell(SocketEvents.Write);
            PumpToStack();
        }

        if ((events & ~SocketEvents.Write) != 0 && !IsDestroyed && !IsClosing)
            PumpToClient();
        if ((events & SocketEvents.Urgent) != 0)
            Tell(SocketEvents.Urgent);
    }
}
