using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <summary>IPv4's part in cutting super-packets: each packet's own length, identification and checksum.</summary>
internal sealed class IPv4Offload : IOffload
{
    private const int TotalLengthOffset = 2;
    private const int IdentificationOffset = 4;

    /// <summary>The header's checksum; nothing else in IPv4 is left to devices.</summary>
    public void FillChecksum(NetBuffer buffer)
    {
        int start = buffer.Size - buffer.NetworkLength;
        if (buffer.TryDirectAccess(start, HeaderLength(buffer), out var header))
            WriteChecksum(header);
    }

    public void FinishSegment(NetBuffer segment, int index, int offset, int payloadLength, bool isLast)
    {
        int start = segment.Size - segment.NetworkLength;
        if (!segment.TryDirectAccess(start, HeaderLength(segment), out var header))
            return;
        ushort identification = BinaryPrimitives.ReadUInt16BigEndian(header[IdentificationOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[TotalLengthOffset..], (ushort)segment.NetworkLength);
        BinaryPrimitives.WriteUInt16BigEndian(header[IdentificationOffset..], (ushort)(identification + index));
        WriteChecksum(header);
    }

    public int HeaderLength(NetBuffer buffer)
    {
        Span<byte> first = stackalloc byte[1];
        buffer.Read(buffer.Size - buffer.NetworkLength, first);
        return (first[0] & 0xF) * 4;
    }

    /// <summary>Joining is for the transport, which asks nothing of this header.</summary>
    public bool TryCoalesce(NetBuffer held, NetBuffer next) => false;

    private static void WriteChecksum(Span<byte> header)
    {
        var field = header[IPv4Header.ChecksumOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(field, 0);
        BinaryPrimitives.WriteUInt16BigEndian(field, InternetChecksum.Compute(header));
    }
}
