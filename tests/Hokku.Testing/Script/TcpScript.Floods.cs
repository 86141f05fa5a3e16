using Hokku.Wire.Addresses;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;

namespace Hokku.Testing;

/// <content>Floods: segments by the million, which leave no trace line each.</content>
public sealed partial class TcpScript
{
    private const int FloodBatch = 64;

    /// <summary>Makes the segment of that index; sequence numbers are relative, ports of 0 are the script's.</summary>
    /// <param name="index">From 0 on.</param>
    /// <param name="source">The peer's address unless changed.</param>
    public delegate TcpSegment FloodSegment(int index, ref NetAddress source);

    /// <summary>Segments come in great number, in batches, at one moment.</summary>
    /// <returns>How many segments were sent in answer, and how many octets in them.</returns>
    public (long Segments, long Octets) Flood(int count, FloodSegment make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _host.Trace.Add($"{Prefix}< {count} segments of a flood");
        long answers = 0;
        long answered = 0;
        var batch = new List<byte[]>(FloodBatch);
        for (int i = 0; i < count; i++)
        {
            var source = _host.Family.Peer;
            var segment = make(i, ref source);
            batch.Add(_host.Family.Wrap(Octets(segment), IPProtocol.Tcp, source, _host.Family.Ours, new NetworkMarks(0, 64)));
            if (batch.Count < FloodBatch && i + 1 < count)
                continue;
            _host.Receive(batch.ToArray());
            batch.Clear();
            answers += _host.Device.Sent.Count;
            foreach (var sent in _host.Device.Sent)
                answered += sent.Octets.Length;
            _host.Device.Sent.Clear();
        }

        _mark = Now;
        return (answers, answered);
    }

    private byte[] Octets(TcpSegment segment)
    {
        segment = segment with
        {
            Sequence = ScriptFlow.PeerInitial + (int)segment.Sequence.Value,
            Acknowledgment = segment.IsAcknowledgment ? _flow.OurInitial + (int)segment.Acknowledgment.Value : default,
            SourcePort = segment.SourcePort.IsAny ? new Port(_flow.PeerPort) : segment.SourcePort,
            DestinationPort = segment.DestinationPort.IsAny ? new Port(_flow.OurPort) : segment.DestinationPort,
        };
        byte[] octets = new byte[segment.HeaderLength + segment.PayloadLength];
        segment.Write(octets);
        return octets;
    }
}
