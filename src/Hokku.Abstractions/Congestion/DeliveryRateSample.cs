namespace Hokku.Abstractions;

/// <summary>How fast data arrived between the sending of an octet and its acknowledgment (draft-ietf-ccwg-bbr, 4.1). Octets.</summary>
/// <param name="Rate">Octets a second; 0 when there is no telling.</param>
/// <param name="Delivered">What arrived between the two.</param>
/// <param name="Lost">What was taken for lost between the two.</param>
/// <param name="Interval">The time that it took.</param>
public readonly record struct DeliveryRateSample(long Rate, long Delivered, long Lost, TimeSpan Interval)
{
    /// <summary>Tells the rate from what an octet was marked with.</summary>
    /// <param name="mark">The mark of the last sent of the octets that were delivered now.</param>
    /// <param name="delivered">All that is delivered now (C.delivered).</param>
    /// <param name="lost">All that was ever taken for lost (C.lost).</param>
    /// <param name="now">When the last of it was delivered.</param>
    /// <param name="leastRoundTrip">An interval below it is none: the octets were taken for lost too early.</param>
    public static DeliveryRateSample From(in DeliveryMark mark, long delivered, long lost, TimeSpan now, TimeSpan leastRoundTrip)
    {
        if (mark.SentAt == TimeSpan.Zero)
            return default;
        var sending = mark.SentAt - mark.FirstSentAt;
        var arriving = now - mark.DeliveredAt;
        var interval = sending > arriving ? sending : arriving;
        long octets = delivered - mark.Delivered;
        long rate = interval <= TimeSpan.Zero || interval < leastRoundTrip ? 0 : (long)(octets / interval.TotalSeconds);
        return new DeliveryRateSample(rate, octets, lost - mark.Lost, interval);
    }
}
