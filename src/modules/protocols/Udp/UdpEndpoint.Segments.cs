using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Control;
using Hokku.Wire.Udp;

namespace Hokku.Protocols.Udp;

/// <content>Many datagrams by one call: a send that is cut, and received ones that come joined (UDP_SEGMENT, UDP_GRO).</content>
internal sealed partial class UdpEndpoint
{
    /// <summary>Datagrams that one send may be cut into, as Linux has it.</summary>
    private const int SegmentLimit = 64;

    private int _segmentSize;

    /// <summary>Whether the user takes datagrams that were joined.</summary>
    public bool Coalesces { get; private set; }

    public override SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length)
    {
        if (level != SocketLevel.Udp)
            return Next.GetOption(level, option, value, out length);
        length = 0;
        int? number = (UdpOption)option switch
        {
            UdpOption.Segment => _segmentSize,
            UdpOption.Coalesce => Coalesces ? 1 : 0,
            _ => null,
        };
        if (number is not { } known)
            return SocketError.ProtocolOption;
        if (!MemoryMarshal.TryWrite(value, known))
            return SocketError.Fault;
        length = sizeof(int);
        return SocketError.Success;
    }

    public override SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value)
    {
        if (level != SocketLevel.Udp)
            return Next.SetOption(level, option, value);
        if (!MemoryMarshal.TryRead(value, out int number))
            return SocketError.InvalidArgument;
        switch ((UdpOption)option)
        {
            case UdpOption.Segment when number is >= 0 and <= ushort.MaxValue:
                _segmentSize = number;
                return SocketError.Success;
            case UdpOption.Coalesce:
                SetCoalescing(number != 0);
                return SocketError.Success;
            default:
                return (UdpOption)option == UdpOption.Segment ? SocketError.InvalidArgument : SocketError.ProtocolOption;
        }
    }

    private void SetCoalescing(bool on)
    {
        if (on != Coalesces)
            module.Endpoints.CoalescingCount += on ? 1 : -1;
        Coalesces = on;
    }

    /// <summary>Marks a payload that is longer than one datagram. InvalidArgument when it is too many.</summary>
    private SocketError MarkSegments(NetBuffer buffer)
    {
        if (_segmentSize == 0 || buffer.Size <= _segmentSize)
            return SocketError.Success;
        if (buffer.Size > _segmentSize * SegmentLimit)
            return SocketError.InvalidArgument;
        buffer.SegmentKind = SegmentKind.Udp;
        buffer.SegmentSize = (ushort)_segmentSize;
        return SocketError.Success;
    }

    /// <summary>How many datagrams the packet is, header on.</summary>
    public static int CountOf(NetBuffer buffer) =>
        buffer.IsSuperPacket ? (buffer.Size - UdpHeader.HeaderLength + buffer.SegmentSize - 1) / buffer.SegmentSize : 1;

    /// <summary>Queues joined datagrams for a user who wants them so.</summary>
    private DropReason QueueJoined(NetBuffer buffer)
    {
        int size = buffer.SegmentSize;
        buffer.Ancillary.TryAdd((int)SocketLevel.Udp, (int)UdpOption.Coalesce, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in size)));
        return _queue.TryEnqueue(buffer) ? DropReason.None : DropReason.ReceiveBufferFull;
    }

    /// <summary>Queues joined datagrams one by one. Owns the buffer; true when one was queued.</summary>
    private bool QueueApart(NetBuffer buffer)
    {
        bool queued = false;
        int size = buffer.SegmentSize;
        buffer.SegmentSize = 0;
        buffer.SegmentKind = SegmentKind.None;
        for (int offset = 0; offset < buffer.Size; offset += size)
        {
            if (buffer.Clone() is not { } datagram)
            {
                module.Stack.Drop(buffer, DropReason.NoMemory, module.Counters.Statistics);
                return queued;
            }

            datagram.RemoveHeader(offset);
            datagram.Trim(Math.Min(size, datagram.Size));
            if (_queue.TryEnqueue(datagram))
                queued = true;
            else
                module.Stack.Drop(datagram, DropReason.ReceiveBufferFull, module.Counters.Statistics);
        }

        buffer.Free();
        return queued;
    }
}
