using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>What TCP does for devices that cannot: fills checksums, finishes segments cut from super-packets, joins received ones.</summary>
internal sealed class TcpOffload : IOffload
{
    private const int SequenceOffset = 4;
    private const int DataOffset = 12;
    private const int FlagsOffset = 13;
    private const int MostCoalesced = 65535 - 128;
    private const TcpFlags NotOnEvery = TcpFlags.Fin | TcpFlags.Push;
    private const TcpFlags Joinable = TcpFlags.Acknowledgment | TcpFlags.Push;

    public void FillChecksum(NetBuffer buffer)
    {
        int start = buffer.ChecksumStart;
        Span<byte> checksum = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(checksum, buffer.Checksum(start, buffer.TransportLength));
        if (buffer.TryWrite(start + TcpSegment.ChecksumOffset, checksum))
            buffer.Flags &= ~BufferFlags.TransportChecksumNeeded;
    }

    public void FinishSegment(NetBuffer segment, int index, int offset, int payloadLength, bool isLast)
    {
        int start = segment.ChecksumStart;
        if (!segment.TryDirectAccess(start, TcpSegment.LeastLength, out var header))
            return;
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(header[SequenceOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(header[SequenceOffset..], sequence + (uint)offset);
        if (!isLast)
            header[FlagsOffset] &= (byte)~NotOnEvery;
        if (index > 0)
            header[FlagsOffset] &= (byte)~TcpFlags.CongestionWindowReduced;

        // The pseudo header's sum in the checksum field counts the length of the whole; now it is this segment's.
        int whole = ((header[DataOffset] >> 4) * 4) + payloadLength;
        uint sum = BinaryPrimitives.ReadUInt16BigEndian(header[TcpSegment.ChecksumOffset..]);
        sum += (ushort)~InternetChecksum.Fold((uint)whole) + (uint)segment.TransportLength;
        BinaryPrimitives.WriteUInt16BigEndian(header[TcpSegment.ChecksumOffset..], InternetChecksum.Fold(sum));
    }

    public int HeaderLength(NetBuffer buffer)
    {
        Span<byte> octet = stackalloc byte[1];
        buffer.Read(buffer.ChecksumStart + DataOffset, octet);
        return (octet[0] >> 4) * 4;
    }

    public bool TryCoalesce(NetBuffer held, NetBuffer next)
    {
        if (!TryParse(held, out var first) || !TryParse(next, out var second) || !Fit(held, first, second))
            return false;
        if ((second.Flags & TcpFlags.Push) != 0 && !TrySetPush(held))
            return false;
        if (held.SegmentSize == 0)
            held.SegmentSize = (ushort)first.PayloadLength;
        held.SegmentKind = held.SegmentKind == SegmentKind.None ? SegmentKind.Tcp4 : held.SegmentKind;
        next.RemoveHeader(next.Size - second.PayloadLength);
        held.NetworkLength += next.Size;
        held.TransportLength += next.Size;
        held.Append(next);
        return true;
    }

    private static bool Fit(NetBuffer held, in TcpSegment first, in TcpSegment second)
    {
        int size = held.SegmentSize == 0 ? first.PayloadLength : held.SegmentSize;
        return first.SourcePort == second.SourcePort && first.DestinationPort == second.DestinationPort
            && first.End == second.Sequence && first.Acknowledgment == second.Acknowledgment && first.Window == second.Window
            && first.HeaderLength == second.HeaderLength && first.Options == second.Options
            && first.PayloadLength % size == 0 && second.PayloadLength <= size
            && first.PayloadLength + second.PayloadLength <= MostCoalesced;
    }

    // Only plain text whose checksum somebody vouches for is joined; what carries no text never waits (hazard A.2-13).
    private static bool TryParse(NetBuffer buffer, out TcpSegment segment)
    {
        segment = default;
        return (buffer.Flags & BufferFlags.TransportChecksumValid) != 0
            && buffer.TryPeek(buffer.ChecksumStart, Math.Min(buffer.TransportLength, TcpSegment.MostLength), out var octets)
            && TcpSegment.TryParse(octets, buffer.TransportLength, out segment, out _)
            && segment.PayloadLength > 0 && (segment.Flags & ~Joinable) == 0 && segment.IsAcknowledgment && !segment.Options.IsMalformed;
    }

    private static bool TrySetPush(NetBuffer held)
    {
        if (!held.TryDirectAccess(held.ChecksumStart, TcpSegment.LeastLength, out var header))
            return false;
        header[FlagsOffset] |= (byte)TcpFlags.Push;
        return true;
    }
}
