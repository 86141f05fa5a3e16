using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// SYN cookies (RFC 4987, 3.6): initial sequence numbers that hold what a half-open connection would remember, sealed with a secret that changes every
/// minute. The number holds the segment size; window scale and SACK travel in the low bits of our timestamp, which the peer echoes.
/// </summary>
internal sealed class SynCookie(IEntropy entropy)
{
    /// <summary>The bits of a timestamp that carry options.</summary>
    public const uint OptionBits = 0x3F;

    private const uint NoScale = 15;
    private const uint SackBit = 0x10;
    private const uint SealBits = 0x0FFF_FFFF;
    private const int PeriodShift = 28;
    private const int SizeShift = 29;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(64);

    private long _period = long.MinValue;
    private Secret _current;
    private Secret _previous;

    // The largest that is not above what the peer takes. Ethernet with and without common tunnels, jumbo frames, and the defaults.
    private static ReadOnlySpan<ushort> Sizes => [88, 536, 1220, 1360, 1440, 1460, 4312, 8960];

    /// <summary>How long after the last cookie an acknowledgment may still hold one.</summary>
    public static TimeSpan Lifetime => 2 * Period;

    /// <summary>Makes the initial sequence number that answers a SYN.</summary>
    public SequenceNumber Make(in ConnectionKey key, SequenceNumber peerInitial, int maximumSegment, TimeSpan now)
    {
        Rotate(now);
        int size = Sizes.Length - 1;
        while (size > 0 && Sizes[size] > maximumSegment)
            size--;
        uint plain = ((uint)size << 1) | (uint)(_period & 1);
        return new SequenceNumber((plain << PeriodShift) | Seal(_current, key, peerInitial, plain));
    }

    /// <summary>Reads what an acknowledgment gives back.</summary>
    /// <returns>False when the number is none of ours, or too old.</returns>
    public bool TryRead(in ConnectionKey key, SequenceNumber peerInitial, SequenceNumber cookie, TimeSpan now, out int maximumSegment)
    {
        Rotate(now);
        uint plain = cookie.Value >> PeriodShift;
        maximumSegment = Sizes[(int)(cookie.Value >> SizeShift)];
        ref readonly var secret = ref (plain & 1) == (uint)(_period & 1) ? ref _current : ref _previous;
        return (cookie.Value & SealBits) == Seal(secret, key, peerInitial, plain);
    }

    /// <summary>Our timestamp with the options of the peer's SYN in its low bits; never ahead of the clock, so that later ones do not run backwards.</summary>
    public static uint PutOptions(uint timestamp, in Agreement agreement)
    {
        uint bits = agreement.WindowScale is { } scale ? scale : NoScale;
        if (agreement.SelectiveAcknowledgments)
            bits |= SackBit;
        uint marked = (timestamp & ~OptionBits) | bits;
        return (int)(marked - timestamp) > 0 ? marked - (OptionBits + 1) : marked;
    }

    /// <summary>What the peer's SYN has said, as far as its acknowledgment brings it back.</summary>
    public static Agreement TakeOptions(int maximumSegment, in TcpSegment acknowledgment)
    {
        if (acknowledgment.Options.Timestamps is not { } stamps)
            return new Agreement(maximumSegment, null, null, false);
        uint scale = stamps.EchoReply & NoScale;
        return new Agreement(maximumSegment, scale == NoScale ? null : (byte)scale, stamps.Value, (stamps.EchoReply & SackBit) != 0);
    }

    private void Rotate(TimeSpan now)
    {
        long period = now.Ticks / Period.Ticks;
        if (period == _period)
            return;
        _previous = period == _period + 1 ? _current : NewSecret();
        _current = NewSecret();
        _period = period;
    }

    private Secret NewSecret() => new(new SipKey(entropy.NextUInt64(), entropy.NextUInt64()), new SipKey(entropy.NextUInt64(), entropy.NextUInt64()));

    private static uint Seal(in Secret secret, in ConnectionKey key, SequenceNumber peerInitial, uint plain) =>
        (uint)SipHash.Compute(secret.Outer, [key.Hash(secret.Inner), ((ulong)peerInitial.Value << 32) | plain]) & SealBits;

    private readonly record struct Secret(SipKey Inner, SipKey Outer);
}
