using Hokku.Buffers;

namespace Hokku.Abstractions;

/// <summary>How many packets were dropped, by reason.</summary>
public sealed class DropCounters
{
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;
    private readonly long[] _counts = new long[Reasons];

    public long this[DropReason reason] => Volatile.Read(ref _counts[(int)reason]);

    /// <summary>The sum over all reasons.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (long count in _counts)
                total += count;
            return total;
        }
    }

    public void Add(DropReason reason) => _counts[(int)reason]++;

    /// <summary>Counts a buffer: a super-packet as the packets that it stands for.</summary>
    public void Add(DropReason reason, NetBuffer buffer) => _counts[(int)reason] += buffer.PacketCount;
}
