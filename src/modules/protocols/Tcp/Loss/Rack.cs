using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Recent acknowledgment (RFC 8985, 6): what was sent well before something that was delivered is lost.</summary>
internal struct Rack
{
    private TimeSpan _sentAt;
    private SequenceNumber _sentEnd;
    private TimeSpan _roundTrip;

    /// <summary>Takes what was sent last of all that has been delivered (step 2).</summary>
    public void Update(in Delivery delivery)
    {
        if (!delivery.IsTimed)
            return;
        _roundTrip = delivery.Now - delivery.SentAt;
        if (delivery.SentAt < _sentAt || (delivery.SentAt == _sentAt && delivery.SentEnd <= _sentEnd))
            return;
        _sentAt = delivery.SentAt;
        _sentEnd = delivery.SentEnd;
    }

    /// <summary>Marks what is lost by now (step 5).</summary>
    /// <param name="board">The scoreboard. Looked at from what was sent first on, and not beyond the first that is not lost.</param>
    /// <param name="now">The stack's time.</param>
    /// <param name="window">The reordering window.</param>
    /// <param name="wait">When to look again, from now; zero when there is nothing to wait for.</param>
    /// <returns>Octets that are newly lost.</returns>
    public readonly int Detect(Scoreboard board, TimeSpan now, TimeSpan window, out TimeSpan wait)
    {
        int lost = 0;
        wait = default;
        while (board.Oldest is var oldest and not 0)
        {
            ref readonly var range = ref board[oldest];
            if (range.IsSentAfter(_sentAt, _sentEnd))
                break;
            wait = range.SentAt + _roundTrip + window - now;
            if (wait > TimeSpan.Zero)
                return lost;
            lost += board.MarkLost(oldest);
            wait = default;
        }

        return lost;
    }

    /// <summary>A time-out takes the first segment for lost, and what was sent so long ago that it should have been delivered (6.3).</summary>
    public readonly int MarkTimedOut(Scoreboard board, TimeSpan now, TimeSpan window, int segmentSize)
    {
        int lost = 0;
        while (board.Oldest is var oldest and not 0 && board[oldest].SentAt + _roundTrip + window <= now)
            lost += board.MarkLost(oldest);
        return lost + board.MarkFirstLost(segmentSize);
    }
}
