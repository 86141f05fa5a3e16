using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>A socket: options, addresses and notification, and the chain of protocols that does the work. Inside the stack only, unless said.</summary>
internal sealed partial class NetSocket : ISocketCalls
{
    // Lists that the socket is on; see SocketTable, NotifyList and ChildList.
    internal SocketLinks AmongAll;
    internal NetSocket? NextNotified;
    internal int IsNotifyListed;

    private readonly NetStack _stack;
    private readonly LoadedChain _chain;
    private NetProtocol? _first;
    private NetAddress _address;
    private NetAddress _peer;
    private SocketError _error;
    private SocketError _ended;
    private ISocketSink? _sink;
    private int _events;

    public NetSocket(NetStack stack, LoadedChain chain, SocketType type, int protocol)
    {
        _stack = stack;
        _chain = chain;
        Type = type;
        Protocol = protocol;
        SendBufferSize = ReceiveBufferSize = stack.Options.SocketBufferSize;
    }

    public INetStack Stack => _stack;

    public NetFamily Family => _chain.Chain.Family;

    public SocketType Type { get; }

    public int Protocol { get; }

    public NetProtocol First => _first ?? throw new InvalidOperationException("The socket was ended and has no protocols any more.");

    public ref NetAddress Address => ref _address;

    public ref NetAddress Peer => ref _peer;

    public SocketOptions Options { get; set; }

    public TimeSpan? Linger { get; set; }

    public int SendBufferSize { get; set; }

    public int ReceiveBufferSize { get; set; }

    public int SendLowWater { get; private set; } = 1;

    public int ReceiveLowWater { get; private set; } = 1;

    public int BoundInterface { get; private set; }

    public bool IsClosed { get; private set; }

    public int Owner { get; set; } = Environment.ProcessId;

    /// <summary>How long a receive may wait; zero for ever. The driver waits.</summary>
    public TimeSpan ReceiveTimeout { get; private set; }

    /// <summary>How long a send may wait; zero for ever. The driver waits.</summary>
    public TimeSpan SendTimeout { get; private set; }

    public SocketError Error
    {
        get => _error;
        set
        {
            _error = value;
            if (value != SocketError.Success)
                Notify(SocketEvents.Error | SocketEvents.Read | SocketEvents.Write);
        }
    }

    /// <summary>Read outside when the sink is told.</summary>
    public ISocketSink? Sink
    {
        get => Volatile.Read(ref _sink);
        set => Volatile.Write(ref _sink, value);
    }

    /// <summary>Whether the protocols are done with it, or the stack has ended it.</summary>
    private bool IsDetached => _first is null;

    public void Notify(SocketEvents events)
    {
        if (_sink is null)
            return;
        Interlocked.Or(ref _events, (int)events);
        _stack.Notified.Add(this);
        _stack.Lock.HasOutsideWork = true;
    }

    /// <summary>Outside.</summary>
    internal void TellSink()
    {
        var events = (SocketEvents)Interlocked.Exchange(ref _events, 0);
        if (events != SocketEvents.None)
            Sink?.Ready(events);
    }

    /// <summary>Makes the links of the chain, the domain protocol first, and opens it.</summary>
    internal SocketError Open()
    {
        NetProtocol? below = null;
        for (int i = _chain.Slots.Length - 1; i >= 0; i--)
        {
            var link = ((IProtocolModule)_chain.Slots[i].Module!).CreateProtocol(this);
            if (below is not null)
                link.Next = below;
            _first = below = link;
        }

        _stack.SocketTable.Add(this);
        return First.Open();
    }

    public void Detach()
    {
        if (_first is null)
            return;
        IsClosed = true;
        Leave(SocketError.Shutdown);
    }

    /// <summary>The stack ends the socket: its chain goes now, its user is told by the next call.</summary>
    internal void End(SocketError error)
    {
        EndChildren(error);
        for (var link = _first; link is not null && _first is not null; link = Below(link))
            link.Abandon(error);

        // A closed one's protocol has detached it.
        if (_first is null)
            return;
        Leave(error);
        Error = error;
        Notify(SocketEvents.Read | SocketEvents.Write | SocketEvents.Error | SocketEvents.HangUp | SocketEvents.PeerClosed);
    }

    private void Leave(SocketError error)
    {
        _ended = error;
        RemoveFromParent();
        var link = _first;
        _first = null;
        while (link is not null)
        {
            var next = Below(link);
            link.Free();
            link = next;
        }

        _stack.SocketTable.Leave(this);
        _stack.ModuleTable.Release(_chain);
    }

    // Only the stack knows where a chain ends.
    private NetProtocol? Below(NetProtocol link) => link.Module == _chain.Slots[^1].Module ? null : link.Next;
}
