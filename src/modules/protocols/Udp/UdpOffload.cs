using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.Udp;

namespace Hokku.Protocols.Udp;

/// <summary>What UDP does for devices that cannot: checksums, and super-packets cut into datagrams.</summary>
internal sealed class UdpOffload : IOffload
{
    private const int LengthOffset = 4;

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

    /// <summary>Datagrams keep their bounds: nobody has asked for them joined.</summary>
    public bool TryCoalesce(NetBuffer held, NetBuffer next) => false;
}
