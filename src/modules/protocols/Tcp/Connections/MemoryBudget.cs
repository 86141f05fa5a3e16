using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// What the queues of all connections of a stack may hold together. Under pressure buffers stop growing and windows close; beyond the budget each connection
/// gets only what it is guaranteed, and at the end of the batch the first to go is text that waits out of order, then connections without users, then
/// those whose peers have kept the window closed for long (RFC 6429; sockstress).
/// </summary>
internal sealed class MemoryBudget(TcpProtocol tcp) : BatchWork
{
    private readonly long _limit = tcp.Settings.MemoryBudget > 0 ? tcp.Settings.MemoryBudget : tcp.Stack.Buffers.MaximumOctets / 2;
    private TimeSpan _lookedAt = TimeSpan.MinValue;
    private long _poolOctets;

    public override INetModule? Module => tcp.Module;

    /// <summary>Octets in all queues.</summary>
    public long Octets { get; private set; }

    /// <summary>Connections that hold text out of order.</summary>
    public EndpointList Early { get; } = new(EndpointListKind.Early);

    /// <summary>Connections whose users have let go.</summary>
    public EndpointList Orphaned { get; } = new(EndpointListKind.Orphaned);

    /// <summary>Connections whose peers keep the window closed.</summary>
    public EndpointList Stalled { get; } = new(EndpointListKind.Stalled);

    /// <summary>No buffer grows, and windows do not open beyond a little.</summary>
    public bool IsPressed => Octets > _limit / 2 || PoolOctets > tcp.Stack.Buffers.MaximumOctets / 4 * 3;

    /// <summary>Nothing is taken beyond what each connection is guaranteed.</summary>
    public bool IsExceeded => Octets > _limit || PoolOctets > tcp.Stack.Buffers.MaximumOctets / 8 * 7;

    // Small segments take a chunk each: what counts in the end is the pool, which is asked once a tick.
    private long PoolOctets
    {
        get
        {
            if (tcp.Stack.Now != _lookedAt)
                LookAtPool();
            return _poolOctets;
        }
    }

    /// <summary>A connection holds more or less than it did.</summary>
    public void Change(int octets)
    {
        bool wasPressed = Octets > _limit / 2;
        Octets += octets;
        if (!wasPressed && Octets > _limit / 2)
            tcp.Statistics.MemoryPressures.Add();
        if (octets > 0 && IsExceeded)
            tcp.Stack.Schedule(this);
    }

    /// <summary>A connection's user has let go. Too many of those are as bad as too much memory.</summary>
    public void AddOrphan(TcpEndpoint endpoint)
    {
        Orphaned.Add(endpoint);
        if (Orphaned.Count > tcp.Settings.OrphanLimit)
            tcp.Stack.Schedule(this);
    }

    protected override void Run()
    {
        while (Orphaned.Count > tcp.Settings.OrphanLimit)
            EvictOrphan();
        LookAtPool();
        while (IsExceeded && EvictOne())
            LookAtPool();
    }

    private bool EvictOne()
    {
        if (Early.Oldest is { } early)
        {
            early.ForgetEarly();
        }
        else if (Orphaned.Oldest is not null)
        {
            EvictOrphan();
        }
        else if (Stalled.Oldest is { } stalled)
        {
            tcp.Statistics.StalledEvicted.Add();
            stalled.Evict();
        }
        else
        {
            return false;
        }

        return true;
    }

    private void EvictOrphan()
    {
        tcp.Statistics.OrphansEvicted.Add();
        Orphaned.Oldest!.Evict();
    }

    private void LookAtPool()
    {
        _lookedAt = tcp.Stack.Now;
        _poolOctets = tcp.Stack.Buffers.Statistics.OctetsInUse;
    }
}
