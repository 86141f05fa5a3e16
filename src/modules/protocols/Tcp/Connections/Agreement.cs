using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>What the peer's SYN says about its options (RFC 9293, 3.7.1; RFC 7323; RFC 2018).</summary>
/// <param name="MaximumSegment">The peer's MSS option, or the default.</param>
/// <param name="WindowScale">The peer's shift; null when it cannot scale.</param>
/// <param name="Timestamps">The peer's clock; null when it sends none.</param>
/// <param name="SelectiveAcknowledgments">The peer understands them.</param>
internal readonly record struct Agreement(int MaximumSegment, byte? WindowScale, uint? Timestamps, bool SelectiveAcknowledgments = false)
{
    // MUST-15 and MUST-16.
    private const int DefaultMaximumSegment4 = 536;
    private const int DefaultMaximumSegment6 = 1220;

    /// <summary>The peer can do explicit congestion notification (RFC 3168, 6.1.1).</summary>
    public bool IsEcn { get; init; }

    public static Agreement From(in TcpSegment syn, NetFamily family) => new(
        syn.Options.MaximumSegmentSize ?? (family == NetFamily.Internet6 ? DefaultMaximumSegment6 : DefaultMaximumSegment4),
        syn.Options.WindowScale,
        syn.Options.Timestamps?.Value,
        syn.Options.SackPermitted)
    { IsEcn = ExplicitCongestion.IsSetup(syn) };
}
