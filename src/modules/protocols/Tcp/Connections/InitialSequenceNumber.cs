using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Chooses initial sequence numbers (RFC 6528): a clock of 4 microseconds plus a keyed hash of the connection, so that they rise for one
/// connection and tell nobody anything about another. The offsets of timestamps (RFC 7323, 5.4) are made in the same way.
/// </summary>
internal sealed class InitialSequenceNumber(IEntropy entropy)
{
    private const long TicksPerStep = TimeSpan.TicksPerMicrosecond * 4;

    private readonly SipKey _sequenceSecret = new(entropy.NextUInt64(), entropy.NextUInt64());
    private readonly SipKey _timestampSecret = new(entropy.NextUInt64(), entropy.NextUInt64());

    public SequenceNumber For(in ConnectionKey key, TimeSpan now) =>
        new((uint)(now.Ticks / TicksPerStep) + (uint)key.Hash(_sequenceSecret));

    /// <summary>What is added to the clock of a connection's timestamps, in milliseconds.</summary>
    public uint TimestampOffset(in ConnectionKey key) => (uint)key.Hash(_timestampSecret);
}
