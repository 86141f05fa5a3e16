using Hokku.Parts;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Chooses initial sequence numbers (RFC 6528): a clock of 4 microseconds plus a keyed hash of the connection, so that they rise for one
/// connection and tell nobody anything about another. The offsets of timestamps (RFC 7323, 5.4) are made in the same way.
/// </summary>
/// <remarks>The secrets are the stack's: were they the module's, numbers would jump back whenever it is loaded again, and peers in TIME-WAIT would take a SYN for an old one.</remarks>
internal sealed class InitialSequenceNumber(UInt128 sequenceSecret, UInt128 timestampSecret)
{
    private const long TicksPerStep = TimeSpan.TicksPerMicrosecond * 4;

    private readonly SipKey _sequenceSecret = new((ulong)(sequenceSecret >> 64), (ulong)sequenceSecret);
    private readonly SipKey _timestampSecret = new((ulong)(timestampSecret >> 64), (ulong)timestampSecret);

    public SequenceNumber For(in ConnectionKey key, TimeSpan now) =>
        new((uint)(now.Ticks / TicksPerStep) + (uint)key.Hash(_sequenceSecret));

    /// <summary>What is added to the clock of a connection's timestamps, in milliseconds.</summary>
    public uint TimestampOffset(in ConnectionKey key) => (uint)key.Hash(_timestampSecret);
}
