using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>A listener's half-open connections, oldest first: bounded; a flood that fills it is answered with cookies. Accepted ones are the socket's.</summary>
internal sealed partial class ListenQueue(TcpProtocol tcp, TcpEndpoint listener)
{
    private const int MostHalfOpen = 65536;

    private HalfOpenConnection? _oldest;
    private HalfOpenConnection? _newest;
    private HalfOpenConnection? _unused;

    /// <summary>How many are half-open.</summary>
    public int Count { get; private set; }

    private int Limit => Math.Clamp(2 * listener.Socket.Backlog, tcp.Settings.HalfOpenLimit, Math.Max(MostHalfOpen, tcp.Settings.HalfOpenLimit));

    /// <summary>A SYN has come: a half-open connection is made and answers it.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="syn">The peer's SYN.</param>
    /// <param name="initial">Our initial sequence number, unless a cookie takes its place.</param>
    /// <param name="ourMaximumSegment">The MSS that we offer.</param>
    /// <param name="isReopened">It follows one in TIME-WAIT: its peer is real, and its numbers must lie behind the old ones.</param>
    /// <returns>Why not.</returns>
    public DropReason Begin(in ConnectionKey key, in TcpSegment syn, SequenceNumber initial, int ourMaximumSegment, bool isReopened = false)
    {
        if (listener.Socket.ConnectedCount >= listener.Socket.Backlog)
        {
            tcp.Statistics.AcceptQueueFull.Add();
            return DropReason.ListenQueueFull;
        }

        if (MustSendCookie && !isReopened)
        {
            SendCookie(key, syn, ourMaximumSegment);
            return DropReason.None;
        }

        if (Count >= Limit)
        {
            tcp.Statistics.HalfOpenEvicted.Add();
            Remove(_oldest!);
        }

        var connection = _unused ?? new HalfOpenConnection(tcp);
        _unused = connection.Newer;
        Link(connection);
        var agreement = Agreement.From(syn, key.Local.Family);
        connection.Begin(key, syn, agreement, initial, ourMaximumSegment, listener.Socket.ReceiveBufferSize, listener.MostReceiveBuffer);
        tcp.Connections.Add(connection);
        return DropReason.None;
    }

    /// <summary>TCP_DEFER_ACCEPT: whether the connection should wait for its first data.</summary>
    public bool IsDeferred(HalfOpenConnection connection, in TcpSegment segment) =>
        segment.PayloadLength == 0 && !segment.IsFin && tcp.Stack.Now - connection.StartedAt < listener.DeferAccept;

    /// <summary>The handshake is complete: the connection gets its socket and its endpoint, which takes the segment. Owns the buffer.</summary>
    public void Establish(HalfOpenConnection connection, in TcpSegment segment, NetBuffer buffer)
    {
        if (listener.Socket.ConnectedCount >= listener.Socket.Backlog || listener.Socket.SpawnPending() is not { } socket)
        {
            // The peer sends again, and so do we; perhaps there is room then.
            tcp.Statistics.AcceptQueueFull.Add();
            tcp.Drop(buffer, DropReason.ListenQueueFull);
            return;
        }

        var handshake = connection.Handshake;
        Remove(connection);
        Begin((TcpEndpoint)socket.First, handshake, segment, buffer);
    }

    public void Remove(HalfOpenConnection connection)
    {
        tcp.Connections.Remove(connection);
        Recycle(connection);
    }

    /// <summary>The listener closes: all are forgotten.</summary>
    public void Clear()
    {
        while (_oldest is not null)
            Remove(_oldest);
        _unused = null;
    }

    private void Begin(TcpEndpoint endpoint, in Handshake handshake, in TcpSegment segment, NetBuffer buffer)
    {
        endpoint.OpenPassive(listener, handshake);
        endpoint.SegmentArrives(segment, buffer);
    }

    private void Link(HalfOpenConnection connection)
    {
        connection.Queue = this;
        connection.Newer = null;
        connection.Older = _newest;
        if (_newest is null)
            _oldest = connection;
        else
            _newest.Newer = connection;
        _newest = connection;
        Count++;
    }

    private void Recycle(HalfOpenConnection connection)
    {
        connection.End();
        if (connection.Older is null)
            _oldest = connection.Newer;
        else
            connection.Older.Newer = connection.Newer;
        if (connection.Newer is null)
            _newest = connection.Older;
        else
            connection.Newer.Older = connection.Older;
        connection.Queue = null;
        connection.Older = null;
        connection.Newer = _unused;
        _unused = connection;
        Count--;
    }
}
