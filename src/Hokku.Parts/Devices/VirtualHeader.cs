using System.Runtime.InteropServices;
using Hokku.Buffers;

namespace Hokku.Parts;

/// <summary>What the kernel says about a frame in front of it: struct virtio_net_hdr (virtio 1.2, 5.1.6), in the machine's order.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct VirtualHeader
{
    public const int Length = 10;

    private const byte NeedsChecksum = 1;
    private const byte ChecksumValid = 2;
    private const byte SegmentTcp4 = 1;
    private const byte SegmentTcp6 = 4;
    private const byte SegmentUdp = 5;
    private const byte SegmentMask = 0x7F; // without the ECN bit

    public byte Flags;
    public byte SegmentType;
    public ushort HeaderLength;
    public ushort SegmentSize;
    public ushort ChecksumStart;
    public ushort ChecksumOffset;

    /// <summary>Describes a frame that is to be sent.</summary>
    public static VirtualHeader Describe(NetBuffer frame)
    {
        var header = default(VirtualHeader);
        if ((frame.Flags & BufferFlags.TransportChecksumNeeded) != 0)
        {
            header.Flags = NeedsChecksum;
            header.ChecksumStart = (ushort)frame.ChecksumStart;
            header.ChecksumOffset = frame.ChecksumOffset;
        }

        if (!frame.IsSuperPacket)
            return header;
        header.SegmentSize = frame.SegmentSize;
        header.SegmentType = frame.SegmentKind switch
        {
            SegmentKind.Tcp4 => SegmentTcp4,
            SegmentKind.Tcp6 => SegmentTcp6,
            _ => SegmentUdp,
        };
        header.HeaderLength = (ushort)(frame.ChecksumStart + TransportHeaderLength(frame));
        return header;
    }

    /// <summary>Applies what the kernel says to a frame that has come. False when it contradicts the frame.</summary>
    public readonly bool TryApply(NetBuffer frame)
    {
        if ((Flags & ChecksumValid) != 0)
            frame.Flags |= BufferFlags.TransportChecksumValid;
        if ((Flags & NeedsChecksum) != 0)
        {
            if (ChecksumStart + ChecksumOffset + sizeof(ushort) > frame.Size)
                return false;

            // It comes from this machine: good as it is, and to be filled if it is sent on.
            frame.Flags |= BufferFlags.TransportChecksumValid | BufferFlags.TransportChecksumNeeded;
            frame.TransportLength = frame.Size - ChecksumStart;
            frame.ChecksumOffset = ChecksumOffset;
        }

        var kind = (SegmentType & SegmentMask) switch
        {
            SegmentTcp4 => SegmentKind.Tcp4,
            SegmentTcp6 => SegmentKind.Tcp6,
            SegmentUdp => SegmentKind.Udp,
            _ => SegmentKind.None,
        };
        if (kind == SegmentKind.None)
            return SegmentType == 0;
        frame.SegmentKind = kind;
        frame.SegmentSize = SegmentSize;
        return SegmentSize != 0;
    }

    private static int TransportHeaderLength(NetBuffer frame)
    {
        if (frame.SegmentKind == SegmentKind.Udp)
            return 8;
        Span<byte> dataOffset = stackalloc byte[1];
        frame.Read(frame.ChecksumStart + 12, dataOffset);
        return (dataOffset[0] >> 4) * 4;
    }
}
