using Hokku.Wire;

namespace Hokku.Buffers;

/// <summary>
/// What a buffer sees of a chunk. Of all nodes on a shared chunk, at most one may grow to the front and one to the back, and only
/// into octets that no other node has ever seen; so clones never see each other's writes.
/// </summary>
internal unsafe struct BufferNode
{
    private const int NoRight = -1;

    public BufferChunk* Chunk;
    public int Start;
    public int End;

    /// <summary>The first octet that others may see, or <see cref="NoRight"/>: growing to the front is somebody else's right.</summary>
    public int Low;

    /// <summary>The end of what others may see, or <see cref="NoRight"/>.</summary>
    public int High;

    /// <summary>Where the node began when the header was stored: what lies between here and <see cref="Start"/> is the stored header.</summary>
    public int Mark;

    /// <summary>The range whose one's complement sum is <see cref="Sum"/>; useful only while it is just what the node sees.</summary>
    public int SumStart;
    public int SumEnd;
    public ushort Sum;

    public BufferNode(BufferChunk* chunk, int start, int end)
    {
        Chunk = chunk;
        Start = start;
        End = end;
        Low = start;
        High = end;
        Mark = start;
    }

    public readonly int Length => End - Start;

    public readonly byte* Octets => Chunk->Memory + Start;

    public readonly Span<byte> Span => new(Chunk->Memory + Start, End - Start);

    public readonly bool HasSum => SumStart == Start && SumEnd == End && SumEnd != SumStart;

    public readonly bool IsWritable => Chunk->IsSole && !Chunk->IsForeign;

    public readonly int HeadRoom => !Chunk->IsForeign && (Chunk->IsSole || Start == Low) ? Start : 0;

    public readonly int TailRoom => !Chunk->IsForeign && (Chunk->IsSole || End == High) ? Chunk->Capacity - End : 0;

    /// <summary>Takes octets of the head room; the caller has seen that there are enough.</summary>
    public byte* GrowFront(int octets)
    {
        if (Start > SumStart)
            SumEnd = SumStart;
        Start -= octets;
        if (Low != NoRight)
            Low = Math.Min(Low, Start);
        return Chunk->Memory + Start;
    }

    /// <summary>Takes octets of the tail room; the caller has seen that there are enough.</summary>
    public byte* GrowBack(int octets)
    {
        if (End < SumEnd)
            SumEnd = SumStart;
        var grown = Chunk->Memory + End;
        End += octets;
        if (High != NoRight)
            High = Math.Max(High, End);
        return grown;
    }

    /// <summary>Copies octets into the tail room; the caller has seen that there is enough.</summary>
    public void Append(ReadOnlySpan<byte> octets, bool sum)
    {
        var before = Length;
        var summed = sum && (before == 0 || HasSum);
        var known = before == 0 ? 0u : Sum;
        var target = new Span<byte>(GrowBack(octets.Length), octets.Length);
        if (!summed)
        {
            octets.CopyTo(target);
            return;
        }
        Sum = InternetChecksum.Fold(InternetChecksum.Combine(known, InternetChecksum.CopyAndSum(octets, target), before));
        SumStart = Start;
        SumEnd = End;
    }

    /// <summary>Another reference to the same octets, without the right to grow.</summary>
    /// <param name="visible">The first octet the other one may look at: Start, or Mark if it inherits the stored header.</param>
    public BufferNode Share(int visible)
    {
        if (Chunk->IsSole)
        {
            Low = visible;
            High = End;
            Chunk->References = 2;
        }
        else
        {
            if (Low != NoRight)
                Low = Math.Min(Low, visible);
            if (High != NoRight)
                High = Math.Max(High, End);
            Interlocked.Increment(ref Chunk->References);
        }
        var other = this;
        other.Low = other.High = NoRight;
        return other;
    }

    /// <summary>Cuts the node in two at an octet of it: this one keeps the front and its rights, the returned one has the back.</summary>
    public BufferNode SplitAt(int offset)
    {
        var high = High;
        var sole = Chunk->IsSole;
        var back = Share(Mark);
        back.Start = back.Mark = Start + offset;
        back.High = sole ? End : high == NoRight ? NoRight : Math.Max(high, End);
        End = Start + offset;
        High = NoRight;
        return back;
    }
}
