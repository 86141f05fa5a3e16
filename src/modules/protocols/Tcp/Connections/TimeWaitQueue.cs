using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>All connections in TIME-WAIT, by the time they expire: one timer for all, a bound on their number, and the module is kept while there are any.</summary>
internal sealed class TimeWaitQueue : ITimerOwner
{
    private readonly TcpProtocol _tcp;
    private readonly NetTimer _timer;
    private TimeWaitConnection? _oldest;
    private TimeWaitConnection? _newest;
    private TimeWaitConnection? _unused;

    public TimeWaitQueue(TcpProtocol tcp)
    {
        _tcp = tcp;
        _timer = new NetTimer(this);
    }

    public int Count { get; private set; }

    public INetModule? Module => _tcp.Module;

    /// <summary>A connection is over; its key must not be in the table.</summary>
    public void Add(in ConnectionKey key, SequenceNumber sendNext, SequenceNumber receiveNext, ushort window, in TimestampClock timestamps)
    {
        _tcp.Statistics.TimeWaitEntered.Add();
        if (Count >= _tcp.Settings.TimeWaitLimit)
        {
            _tcp.Statistics.TimeWaitEvicted.Add();
            Remove(_oldest!);
        }

        var connection = _unused ?? new TimeWaitConnection(this, _tcp);
        _unused = connection.Newer;
        connection.Begin(key, sendNext, receiveNext, window, timestamps);
        _tcp.Connections.Add(connection);
        Link(connection);
        if (Count++ == 0)
            _tcp.Stack.Retain(_tcp.Module);
        ArmTimer();
    }

    /// <summary>The peer has sent its FIN again: the time begins anew.</summary>
    public void Renew(TimeWaitConnection connection)
    {
        Unlink(connection);
        Link(connection);
    }

    public void Remove(TimeWaitConnection connection)
    {
        _tcp.Connections.Remove(connection);
        Unlink(connection);
        connection.Older = null;
        connection.Newer = _unused;
        _unused = connection;
        if (--Count > 0)
            return;
        _tcp.Stack.Cancel(_timer);
        _unused = null;
        _tcp.Stack.Release(_tcp.Module);
    }

    /// <summary>The stack ends: all are forgotten.</summary>
    public void Clear()
    {
        while (_oldest is not null)
            Remove(_oldest);
    }

    public void TimerExpired(NetTimer timer)
    {
        while (_oldest is not null && _oldest.Expires <= _tcp.Stack.Now)
            Remove(_oldest);
        ArmTimer();
    }

    private void ArmTimer()
    {
        if (_oldest is not null && !_timer.IsArmed)
            _tcp.Stack.Arm(_timer, _oldest.Expires - _tcp.Stack.Now);
    }

    private void Link(TimeWaitConnection connection)
    {
        connection.Expires = _tcp.Stack.Now + (2 * _tcp.Settings.MaximumSegmentLifetime);
        connection.Newer = null;
        connection.Older = _newest;
        if (_newest is null)
            _oldest = connection;
        else
            _newest.Newer = connection;
        _newest = connection;
    }

    private void Unlink(TimeWaitConnection connection)
    {
        if (connection.Older is null)
            _oldest = connection.Newer;
        else
            connection.Older.Newer = connection.Newer;
        if (connection.Newer is null)
            _newest = connection.Older;
        else
            connection.Newer.Older = connection.Older;
    }
}
