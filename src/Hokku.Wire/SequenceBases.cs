using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;

namespace Hokku.Wire;

/// <summary>
/// The initial sequence numbers of the TCP connections seen so far, so that traces print relative numbers. Bounded: at its limit it
/// forgets everything, and prints the next segments of old connections relative to what it sees first.
/// </summary>
public sealed class SequenceBases
{
    /// <summary>How many directions of connections are remembered.</summary>
    public const int Most = 8192;

    private readonly Dictionary<(IPv4Address From, Port FromPort, IPv4Address To, Port ToPort), SequenceNumber> _bases = [];

    /// <summary>The bases for a segment: of its sequence number, and of its acknowledgment.</summary>
    public (SequenceNumber Sequence, SequenceNumber Acknowledgment) Of(IPv4Address source, IPv4Address destination, in TcpSegment segment)
    {
        var forward = (source, segment.SourcePort, destination, segment.DestinationPort);
        var backward = (destination, segment.DestinationPort, source, segment.SourcePort);
        if (_bases.Count >= Most)
            _bases.Clear();
        if (segment.IsSyn || !_bases.TryGetValue(forward, out var sequence))
            _bases[forward] = sequence = segment.IsSyn ? segment.Sequence : segment.Sequence - 1;
        if (_bases.TryGetValue(backward, out var acknowledgment))
            return (sequence, acknowledgment);
        if (segment.IsAcknowledgment)
            _bases[backward] = acknowledgment = segment.Acknowledgment - 1;
        return (sequence, acknowledgment);
    }
}
