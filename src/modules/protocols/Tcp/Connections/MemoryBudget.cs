namespace Hokku.Protocols.Tcp;

/// <summary>
/// What the queues of all connections of a stack may hold together. Under pressure buffers stop growing and windows close; beyond the budget text that
/// waits out of order goes first, oldest connection first, then only what a connection is guaranteed is taken.
/// </summary>
internal sealed class MemoryBudget(TcpProtocol tcp)
{
    private readonly long _limit = tcp.Settings.MemoryBudget > 0 ? tcp.Settings.MemoryBudget : tcp.Stack.Buffers.MaximumOctets / 2;
    private TcpEndpoint? _oldestEarly;
    private TcpEndpoint? _newestEarly;
    private TimeSpan _lookedAt = TimeSpan.MinValue;
    private long _poolOctets;

    /// <summary>Octets in all queues.</summary>
    public long Octets { get; private set; }

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
            {
                _lookedAt = tcp.Stack.Now;
                _poolOctets = tcp.Stack.Buffers.Statistics.OctetsInUse;
            }

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
        while (octets > 0 && _oldestEarly is { } endpoint && IsExceeded)
        {
            endpoint.ForgetEarly();
            _lookedAt = TimeSpan.MinValue;
        }
    }

    /// <summary>A connection has begun to hold text out of order.</summary>
    public void AddEarly(TcpEndpoint endpoint)
    {
        endpoint.OlderEarly = _newestEarly;
        if (_newestEarly is null)
            _oldestEarly = endpoint;
        else
            _newestEarly.NewerEarly = endpoint;
        _newestEarly = endpoint;
    }

    public void RemoveEarly(TcpEndpoint endpoint)
    {
        if (endpoint.OlderEarly is null)
            _oldestEarly = endpoint.NewerEarly;
        else
            endpoint.OlderEarly.NewerEarly = endpoint.NewerEarly;
        if (endpoint.NewerEarly is null)
            _newestEarly = endpoint.OlderEarly;
        else
            endpoint.NewerEarly.OlderEarly = endpoint.OlderEarly;
        endpoint.OlderEarly = endpoint.NewerEarly = null;
    }
}
