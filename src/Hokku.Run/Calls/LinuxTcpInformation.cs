using System.Buffers.Binary;
using Hokku.Wire.Control;

namespace Hokku.Run.Calls;

/// <summary>TCP_INFO as Linux lays it out (struct tcp_info of tcp(7)): counts of segments where ours are octets, microseconds and milliseconds as there.</summary>
internal static class LinuxTcpInformation
{
    /// <summary>Octets.</summary>
    public const int Size = 240;

    public static void Write(in TcpInformation from, Span<byte> to)
    {
        to = to[..Size];
        to.Clear();
        to[0] = (byte)from.State;
        to[1] = (byte)from.RecoveryState;
        to[2] = (byte)from.ConsecutiveTimeouts;
        to[3] = (byte)from.ProbesSent;
        to[4] = (byte)from.BackOff;
        to[5] = (byte)from.Options;
        to[6] = (byte)(from.SendWindowScale | (from.ReceiveWindowScale << 4));
        WriteNumbers(from, to);
        WriteCounts(from, to);
    }

    private static void WriteNumbers(in TcpInformation from, Span<byte> to)
    {
        Put(to, 8, from.RetransmissionTimeout);
        Put(to, 16, from.SendMaximumSegment);
        Put(to, 20, from.ReceiveMaximumSegment);
        Put(to, 24, Segments(from, from.Unacknowledged));
        Put(to, 28, Segments(from, from.SelectivelyAcknowledged));
        Put(to, 32, Segments(from, from.Lost));
        Put(to, 36, Segments(from, from.Retransmitted));
        Put(to, 44, from.LastDataSentAgo / 1000);
        Put(to, 52, from.LastDataReceivedAgo / 1000);
        Put(to, 56, from.LastAcknowledgmentAgo / 1000);
        Put(to, 60, from.PathMtu);
        Put(to, 64, from.ReceiveWindow);
        Put(to, 68, from.RoundTripTime);
        Put(to, 72, from.RoundTripVariance);
        Put(to, 76, Segments(from, from.SlowStartThreshold));
        Put(to, 80, Segments(from, from.CongestionWindow));
        Put(to, 84, from.AdvertisedMaximumSegment);
        Put(to, 88, from.Reordering);
        Put(to, 96, from.ReceiveSpace);
        Put(to, 100, from.TotalRetransmits);
    }

    private static void WriteCounts(in TcpInformation from, Span<byte> to)
    {
        // No pacing is told of: the largest number, as on Linux.
        BinaryPrimitives.WriteUInt64LittleEndian(to[104..], ulong.MaxValue);
        BinaryPrimitives.WriteUInt64LittleEndian(to[112..], ulong.MaxValue);
        BinaryPrimitives.WriteInt64LittleEndian(to[120..], from.OctetsAcknowledged);
        BinaryPrimitives.WriteInt64LittleEndian(to[128..], from.OctetsReceived);
        Put(to, 136, from.SegmentsOut);
        Put(to, 140, from.SegmentsIn);
        Put(to, 144, from.NotSent);
        Put(to, 148, from.MinimumRoundTripTime);
        BinaryPrimitives.WriteInt64LittleEndian(to[200..], from.OctetsSent);
        BinaryPrimitives.WriteInt64LittleEndian(to[208..], from.OctetsRetransmitted);
        Put(to, 224, from.OutOfOrderSegments);
        Put(to, 228, from.SendWindow);
        Put(to, 232, from.ReceiveWindow);
    }

    private static long Segments(in TcpInformation from, long octets)
    {
        int segment = Math.Max(1, from.SendMaximumSegment);
        return octets > int.MaxValue ? int.MaxValue : (octets + segment - 1) / segment;
    }

    private static void Put(Span<byte> to, int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(to[at..], (uint)Math.Clamp(value, 0, uint.MaxValue));
}
