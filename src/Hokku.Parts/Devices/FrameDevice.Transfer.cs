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

    /// <inheritdoc/>
    public int Receive(ref BufferList batch, int maximum)
    {
        var count = 0;
        while (count < maximum)
        {
            var result = ReadFrame(out var frame);
            if (result == 0)
                break;
            if (result < 0)
                return count > 0 ? count : -1;
            count++;
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
    private nint ReadFrame(out NetBuffer? frame)
    {
        VirtualHeader header;
        Span<IoVector> segments = stackalloc IoVector[VectorLimit];
        segments[0] = new IoVector((nint)(&header), VirtualHeader.Length);
        var size = (Offloads & DeviceOffloads.ReceiveCoalescing) != 0 ? 65536 : Math.Max(Mtu + HeaderLength, LeastFrame);
        var vectors = 0;
        frame = Sink.Stack.Buffers.Create();
        if (frame is not null)
            vectors = frame.PrepareReceive(size, segments[1..]);

        // Without memory the frame is taken off the kernel's queue all the same, or the loop would spin.
        var result = ReadFrame(segments[..(1 + vectors)]);
        var reason = frame is null || vectors == 0 ? DropReason.NoMemory : Accept(frame, result, Capacity(segments[1..(1 + vectors)]), header);
        if (reason == DropReason.None)
            return result;
        frame?.Free();
        frame = null;
        if (result > 0)
            Statistics.ReceiveDrops.Add(reason);
        return result;
    }

    private static long Capacity(ReadOnlySpan<IoVector> segments)
    {
        long capacity = 0;
        foreach (ref readonly var segment in segments)
            capacity += (long)segment.Length;
        return capacity;
    }

    private static DropReason Accept(NetBuffer frame, nint result, long capacity, in VirtualHeader header)
    {
        if (result < VirtualHeader.Length)
            return DropReason.FrameTooShort;
        var size = result - VirtualHeader.Length;
        if (size > capacity)
            return DropReason.TooBig; // the kernel has cut it off
        frame.CommitReceive((int)size);
        return header.TryApply(frame) ? DropReason.None : DropReason.FrameMalformed;
    }

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
