using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.Udp;

namespace Hokku.Protocols.Udp;

/// <summary>What UDP does for devices that cannot: checksums, and super-packets cut into datagrams.</summary>
internal sealed class UdpOffload(EndpointTable endpoints) : IOffload
{
    private const int LengthOffset = 4;
    private const int MostCoalesced = 65535 - 128;
    private const int MostDatagrams = 64;

    public void FillChecksum(NetBuffer buffer)
    {
        int start = buffer.ChecksumStart;
        // The field holds the pseudo header's sum, so the sum over everything is the checksum's.
        ushort checksum = InternetChecksum.FinishNonZero(buffer.Sum(start, buffer.TransportLength));
        Span<byte> field = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(field, checksum);
        if (buffer.TryWrite(start + UdpHeader.ChecksumOffset, field))
            buffer.Flags &= ~BufferFlags.TransportChecksumNeeded;
    }

    /// <summary>Each datagram's own length, in the header and in the pseudo header's sum.</summary>
    public void FinishSegment(NetBuffer segment, int index, int offset, int payloadLength, bool isLast)
    {
        int start = segment.Size - segment.TransportLength;
        if (!segment.TryDirectAccess(start, UdpHeader.HeaderLength, out var header))
            return;
        BinaryPrimitives.WriteUInt16BigEndian(header[LengthOffset..], (ushort)segment.TransportLength);
        var field = header[UdpHeader.ChecksumOffset..];
        uint sum = BinaryPrimitives.ReadUInt16BigEndian(field);
        sum += (ushort)~(payloadLength + UdpHeader.HeaderLength) + (uint)segment.TransportLength;
        BinaryPrimitives.WriteUInt16BigEndian(field, InternetChecksum.Fold(sum));
    }

    public int HeaderLength(NetBuffer buffer) => UdpHeader.HeaderLength;

    /// <summary>
    /// Datagrams of one flow, all as long as the first but for the last one, are joined where somebody who listens has asked for it (UDP_GRO). The length of the
    /// first one is remembered with what is held.
    /// </summary>
    public bool TryCoalesce(NetBuffer held, NetBuffer next)
    {
        if (!endpoints.HasCoalescing || !TryParse(held, out var first) || !TryParse(next, out var second))
            return false;
        int size = held.SegmentSize == 0 ? first.PayloadLength : held.SegmentSize;
        bool fits = first.SourcePort == second.SourcePort && first.DestinationPort == second.DestinationPort
            && first.PayloadLength % size == 0 && second.PayloadLength <= size
            && first.PayloadLength + second.PayloadLength <= MostCoalesced && first.PayloadLength / size < MostDatagrams;
        if (!fits || !endpoints.Coalesces(first.DestinationPort) || !held.TryDirectAccess(held.ChecksumStart, UdpHeader.HeaderLength, out var header))
            return false;
        held.SegmentSize = (ushort)size;
        held.SegmentKind = SegmentKind.Udp;
        next.RemoveHeader(next.Size - second.PayloadLength);
        held.NetworkLength += next.Size;
        held.TransportLength += next.Size;
        BinaryPrimitives.WriteUInt16BigEndian(header[LengthOffset..], (ushort)held.TransportLength);
        held.Append(next);
        return true;
    }

    // Only what somebody vouches for the checksum of, whole, and not empty: a datagram without octets would vanish.
    private static bool TryParse(NetBuffer buffer, out UdpHeader header)
    {
        header = default;
        return (buffer.Flags & BufferFlags.TransportChecksumValid) != 0
            && buffer.TryPeek(buffer.ChecksumStart, UdpHeader.HeaderLength, out var octets)
            && UdpHeader.TryParse(octets, out header)
            && header.TotalLength == buffer.TransportLength && header.PayloadLength > 0;
    }
}
