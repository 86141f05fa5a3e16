namespace Hokku.Abstractions;

/// <summary>How far delivery was when an octet was sent: kept with it, and given back when it is delivered, so that a delivery rate can be told (draft-ietf-ccwg-bbr, 4.1).</summary>
/// <param name="Delivered">Octets delivered in all at that time (P.delivered).</param>
/// <param name="DeliveredAt">When the last of them was (P.delivered_time).</param>
/// <param name="FirstSentAt">When the first octet of the flight was sent (P.first_send_time).</param>
/// <param name="SentAt">When it was sent itself (P.send_time); never zero for what was.</param>
/// <param name="InFlight">Octets in the network with it (P.tx_in_flight).</param>
/// <param name="Lost">Octets lost in all at that time (P.lost).</param>
/// <param name="IsApplicationLimited">Nothing but the user held the sender back (P.is_app_limited).</param>
public readonly record struct DeliveryMark(long Delivered, TimeSpan DeliveredAt, TimeSpan FirstSentAt, TimeSpan SentAt, int InFlight, long Lost, bool IsApplicationLimited);
