using System.Buffers.Binary;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Puts TCP headers in front of text.</summary>
internal static class SegmentWriter
{
    public const byte ProtocolNumber = 6;

    /// <summary>
    /// Prepends the header and says everything that the layers below must know. The checksum field gets the pseudo header's sum; device or bridge
    /// completes it.
    /// </summary>
    /// <param name="buffer">The text, with source and destination set.</param>
    /// <param name="segment">The header.</param>
    /// <param name="segmentSize">Octets of text a packet when this is a super-packet; else 0.</param>
    /// <returns>False when there is no memory; the buffer is then unchanged.</returns>
    public static bool TryPrepend(NetBuffer buffer, in TcpSegment segment, int segmentSize = 0)
    {
        if (!buffer.TryPrepend(segment.HeaderLength, out var header))
            return false;
        segment.Write(header);
        buffer.Protocol = ProtocolNumber;
        buffer.TransportLength = buffer.Size;
        uint sum = InternetChecksum.PseudoHeader(buffer.Source, buffer.Destination, ProtocolNumber, buffer.Size);
        BinaryPrimitives.WriteUInt16BigEndian(header[TcpSegment.ChecksumOffset..], InternetChecksum.Fold(sum));
        buffer.Flags |= BufferFlags.TransportChecksumNeeded;
        buffer.ChecksumOffset = TcpSegment.ChecksumOffset;
        if (segmentSize == 0)
            return true;
        buffer.SegmentSize = (ushort)segmentSize;
        buffer.SegmentKind = buffer.Source.Family == NetFamily.Internet6 ? SegmentKind.Tcp6 : SegmentKind.Tcp4;
        return true;
    }
}
