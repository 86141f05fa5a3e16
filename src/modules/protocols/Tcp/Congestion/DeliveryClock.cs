using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>How far delivery is (draft-ietf-ccwg-bbr, 4.1: C.delivered and its companions): what each packet is marked with when it leaves.</summary>
internal struct DeliveryClock
{
    private long _delivered;
    private long _lost;
    private long _limitedUntil;
    private TimeSpan _deliveredAt;
    private TimeSpan _firstSentAt;

    /// <summary>The mark of a packet that leaves now.</summary>
    /// <param name="now">The stack's time.</param>
    /// <param name="pipe">Octets that are in flight without it.</param>
    /// <param name="octets">Its own.</param>
    public DeliveryMark Mark(TimeSpan now, int pipe, int octets)
    {
        // What is sent into an empty network begins a flight.
        if (pipe == 0)
            _firstSentAt = _deliveredAt = now;
        return new DeliveryMark(_delivered, _deliveredAt, _firstSentAt, now, pipe + octets, _lost, _limitedUntil > 0);
    }

    public void Acknowledged(in AcknowledgmentSample sample)
    {
        _lost += sample.Lost;
        if (sample.Delivered == 0)
            return;
        _delivered += sample.Delivered;
        _deliveredAt = sample.Now;
        if (sample.Mark.SentAt > TimeSpan.Zero)
            _firstSentAt = sample.Mark.SentAt;
        if (_delivered > _limitedUntil)
            _limitedUntil = 0;
    }

    /// <summary>The user gives less than there is room for: until what is in flight has arrived, its rate says nothing about the path.</summary>
    public void LimitedByUser(int pipe) => _limitedUntil = Math.Max(_delivered + pipe, 1);
}
