using System.Runtime.CompilerServices;
using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Parts;

/// <content>Frames between chunks and the kernel: one system call each, without a copy of ours.</content>
public abstract unsafe partial class FrameDevice
{
    /// <summary>Pieces of one frame: a super-packet of 64 KiB in chunks, its headers, and ours in front.</summary>
    private const int VectorLimit = 48;

    /// <summary>How often a frame is offered to a kernel that has no room.</summary>
    private const int WriteTries = 3;

    /// <summary>The kernel's end may have a larger MTU than ours; less than this is never prepared for.</summary>
    private const int LeastFrame = 1518;

    /// <summary>What the kernel hands over at most: a packet of IP, and frame headers.</summary>
    private const int LongestFrame = 65535 + 64;

    /// <summary>Octets for one entry: what was read is still in the processor's cache when it is delivered.</summary>
    private const int BatchOctets = 256 * 1024;

    // Used by the loop's thread only.
    private ReceiveReserve? _reserve;
    private int _inFrame;

    /// <inheritdoc/>
    public int Receive(ref BufferList batch, int maximum)
    {
        var count = 0;
        for (nint octets = 0; count < maximum && octets < BatchOctets; count++)
        {
            var result = ReadFrame(out var frame);
            if (result == 0)
                break;
            if (result < 0)
                return count > 0 ? count : -1;
            octets += result;
            if (frame is not null)
                batch.Enqueue(frame);
        }

        return count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        var frames = default(BufferList);
        _queue.TakeAll(ref frames);
        WriteAll(ref frames);
    }

    /// <summary>Sends and frees frames in order, one call each; a descendant may know how to send many by one.</summary>
    protected virtual void WriteAll(ref BufferList frames)
    {
        while (frames.TryDequeue(out var frame))
            WriteOne(frame);
    }

    /// <summary>Sends and frees one frame; a failure is counted.</summary>
    protected void WriteOne(NetBuffer frame)
    {
        var reason = Write(frame);
        if (reason != DropReason.None)
            Statistics.SendDrops.Add(reason);
        frame.Free();
    }

    /// <summary>Reads one frame straight into chunks. What the call answered; null with a positive answer for a frame that had to be discarded.</summary>
    [SkipLocalsInit]
    private nint ReadFrame(out NetBuffer? frame)
    {
        VirtualHeader header;
        Span<IoVector> pieces = stackalloc IoVector[VectorLimit];
        pieces[0] = new IoVector((nint)(&header), VirtualHeader.Length);
        var count = 1;
        frame = Sink.Stack.Buffers.Create();
        if (frame is not null)
            count += Prepare(frame, pieces[1..]);

        // Without memory the frame is taken off the kernel's queue all the same, or the loop would spin.
        var result = ReadFrame(pieces[..count]);
        if (result > 0)
        {
            var reason = frame is null || count == 1 ? DropReason.NoMemory : Accept(frame, result, header);
            if (reason == DropReason.None)
                return result;
            Statistics.ReceiveDrops.Add(reason);
        }

        frame?.Free();
        frame = null;
        return result;
    }

    /// <summary>
    /// Memory for one frame of any length: of a device that coalesces the buffer's own chunk for what is short, as most frames that only acknowledge are, and the
    /// reserve for the rest.
    /// </summary>
    private int Prepare(NetBuffer frame, Span<IoVector> pieces)
    {
        if ((Offloads & DeviceOffloads.ReceiveCoalescing) == 0)
        {
            var count = frame.PrepareReceive(Math.Max(Mtu + HeaderLength, LeastFrame), pieces);
            _inFrame = 0;
            foreach (ref readonly var piece in pieces[..count])
                _inFrame += (int)piece.Length;
            _reserve?.Free();
            return count;
        }

        _inFrame = frame.TailRoom;
        frame.PrepareReceive(_inFrame, pieces);
        _reserve ??= new ReceiveReserve(Sink.Stack.Buffers, LongestFrame);
        _reserve.TryFill();
        _reserve.Vectors.CopyTo(pieces[1..]);
        return 1 + _reserve.Vectors.Length;
    }

    private DropReason Accept(NetBuffer frame, nint result, in VirtualHeader header)
    {
        if (result < VirtualHeader.Length)
            return DropReason.FrameTooShort;
        var size = (int)result - VirtualHeader.Length;
        var rest = size - _inFrame;
        if (rest > 0 && rest > (_reserve?.Vectors.Length ?? 0) * BufferPool.ChunkSize)
            return DropReason.TooBig; // the kernel has cut it off
        frame.CommitReceive(Math.Min(size, _inFrame));
        if (rest > 0)
            _reserve!.MoveTo(frame, rest);
        return header.TryApply(frame) ? DropReason.None : DropReason.FrameMalformed;
    }

    [SkipLocalsInit]
    private DropReason Write(NetBuffer frame)
    {
        var header = VirtualHeader.Describe(frame);
        Span<IoVector> segments = stackalloc IoVector[VectorLimit];
        segments[0] = new IoVector((nint)(&header), VirtualHeader.Length);
        if (frame.CountVectors() >= VectorLimit)
            return WriteCopy(frame);
        var vectors = frame.GetVectors(segments[1..]);
        return Write(segments[..(1 + vectors)]);
    }

    /// <summary>A frame in more pieces than one call takes is put together first.</summary>
    private DropReason WriteCopy(NetBuffer frame)
    {
        var copy = frame.Duplicate();
        if (copy is null)
            return DropReason.NoMemory;
        var reason = copy.CountVectors() < VectorLimit ? Write(copy) : DropReason.TooBig;
        copy.Free();
        return reason;
    }

    private DropReason Write(ReadOnlySpan<IoVector> segments)
    {
        for (var i = 0; i < WriteTries; i++)
        {
            var result = WriteFrame(segments);
            if (result == DropReason.None)
                SetLink(true);
            else if (result == DropReason.LinkDown)
                SetLink(false);
            if (result != DropReason.QueueFull)
                return result;
            Thread.Yield();
        }

        return DropReason.QueueFull;
    }
}
