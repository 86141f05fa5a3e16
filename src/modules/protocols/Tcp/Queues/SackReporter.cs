using System.Runtime.CompilerServices;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>What we tell the peer about text that came out of order or twice: the blocks of our selective acknowledgments (RFC 2018, 4; RFC 2883, 4).</summary>
internal struct SackReporter
{
    private SackBlock _duplicate;
    private Recent _recent;
    private byte _count;

    /// <summary>Both sides have said that they may be sent.</summary>
    public bool IsOn;

    /// <summary>Text came twice, which the next acknowledgment says.</summary>
    public readonly bool HasDuplicate => _duplicate.Length > 0;

    /// <summary>Text arrives, and is not yet in the queue.</summary>
    /// <returns>Whether some of it was there already.</returns>
    public bool TextArrives(SequenceNumber sequence, int length, ReceiveQueue queue)
    {
        var end = sequence + length;
        if (sequence < queue.Next)
            _duplicate = new SackBlock(sequence, SequenceNumber.Min(end, queue.Next));
        else if (queue.Early is { Count: > 0 } early && early.Overlap(sequence, end) is { Length: > 0 } overlap)
            _duplicate = overlap;
        if (sequence > queue.Next)
            Remember(sequence);
        return HasDuplicate;
    }

    /// <summary>The blocks for an acknowledgment that leaves now. What came twice is told once.</summary>
    public SackBlocks Take(OutOfOrderQueue? early)
    {
        Span<SackBlock> blocks = stackalloc SackBlock[SackBlocks.Most];
        int count = 0;
        if (HasDuplicate)
            blocks[count++] = _duplicate;
        _duplicate = default;
        int first = count;
        if (early is { Count: > 0 })
            count = TakeIslands(early, blocks, count, first);
        else
            _count = 0;
        return new SackBlocks(blocks[..count]);
    }

    // The most recent one first; those that have joined another or were acknowledged are forgotten.
    private int TakeIslands(OutOfOrderQueue early, Span<SackBlock> blocks, int count, int first)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            var number = _recent[i];
            if (early.Find(number) is not { Length: > 0 } island || blocks[first..count].Contains(island))
                continue;
            _recent[kept++] = number;
            if (count < SackBlocks.Most)
                blocks[count++] = island;
        }

        _count = (byte)kept;

        // Room that is left goes to the lowest: they hold up most.
        for (int i = 0; i < early.Count && count < SackBlocks.Most && i < SackBlocks.Most; i++)
        {
            var island = new SackBlock(early[i].Start, early[i].End);
            if (!blocks[first..count].Contains(island))
                blocks[count++] = island;
        }

        return count;
    }

    private void Remember(SequenceNumber sequence)
    {
        for (int i = Math.Min((int)_count, SackBlocks.Most - 1); i > 0; i--)
            _recent[i] = _recent[i - 1];
        _recent[0] = sequence;
        _count = (byte)Math.Min(_count + 1, SackBlocks.Most);
    }

    [InlineArray(SackBlocks.Most)]
    private struct Recent
    {
        private SequenceNumber _first;
    }
}
