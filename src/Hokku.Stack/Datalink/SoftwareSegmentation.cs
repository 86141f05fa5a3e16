using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Stack;

/// <summary>
/// Cuts one super-packet into packets for a device that cannot: each gets a copy of all headers, corrected by the protocols they belong to, and shares its
/// part of the payload.
/// </summary>
internal readonly ref struct SoftwareSegmentation(INetStack stack, NetInterface netInterface, NetBuffer super)
{
    /// <summary>Octets of all headers together: a frame header, 60 of IPv4 and 60 of TCP, with room to spare.</summary>
    private const int HeaderLimit = 256;

    /// <summary>Sends the packets by the bridge and frees the super-packet.</summary>
    public SocketError Send(DeviceBridge bridge)
    {
        var family = netInterface.Domain.Family;
        var network = stack.GetOffload(family, -1);
        var transport = stack.GetOffload(family, super.Protocol);
        if (network is null || transport is null || super.TransportLength <= 0 || super.NetworkLength < super.TransportLength)
            return Refuse(DropReason.TooBig, SocketError.MessageSize);
        int transportHeader = transport.HeaderLength(super);
        int headers = super.Size - super.TransportLength + transportHeader;
        int payload = super.TransportLength - transportHeader;
        if (headers > HeaderLimit || payload < 0 || super.NetworkLength - payload + super.SegmentSize > netInterface.Mtu)
            return Refuse(DropReason.TooBig, SocketError.MessageSize);

        Span<byte> header = stackalloc byte[headers];
        super.Read(0, header);
        for (int index = 0, offset = 0; offset < payload; index++, offset += super.SegmentSize)
        {
            int size = Math.Min(super.SegmentSize, payload - offset);
            if (Cut(header, headers + offset, size) is not { } segment)
                return Refuse(DropReason.NoMemory, SocketError.NoBufferSpaceAvailable);
            bool isLast = offset + size == payload;
            transport.FinishSegment(segment, index, offset, payload, isLast);
            network.FinishSegment(segment, index, offset, payload, isLast);
            bridge.Send(segment);
        }

        super.Free();
        return SocketError.Success;
    }

    private NetBuffer? Cut(ReadOnlySpan<byte> header, int offset, int size)
    {
        var segment = stack.Buffers.Create();
        if (segment is null)
            return null;
        if (!segment.TryAppend(header))
        {
            segment.Free();
            return null;
        }

        segment.CopyMetadata(super);
        segment.AppendCloned(super, offset, size);
        segment.SegmentSize = 0;
        segment.SegmentKind = SegmentKind.None;
        segment.NetworkLength = super.NetworkLength - (super.Size - segment.Size);
        segment.TransportLength = super.TransportLength - (super.Size - segment.Size);
        return segment;
    }

    private SocketError Refuse(DropReason reason, SocketError error)
    {
        stack.Drop(super, reason);
        return error;
    }
}
