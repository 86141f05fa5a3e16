namespace Hokku.Protocols.Tcp;

/// <summary>What the acknowledgments that come now tell about the last probe for bandwidth (draft-ietf-ccwg-bbr, 5.3.3: ack_phase).</summary>
internal enum BbrFeedback : byte
{
    None,
    Refilling,
    Starting,
    Probing,
    Stopping,
}
