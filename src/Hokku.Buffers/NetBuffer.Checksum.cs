using Hokku.Wire;

namespace Hokku.Buffers;

/// <content>Internet checksums over octets that lie anywhere.</content>
public sealed unsafe partial class NetBuffer
{
    /// <summary>The partial sum of octets, as <see cref="InternetChecksum"/> adds them up: folded, in host order, not complemented.</summary>
    /// <remarks>What was gathered while copying is used where a whole piece of memory is asked for.</remarks>
    public uint Sum(int offset, int size)
    {
        CheckRange(offset, size);
        var sum = 0u;
        var done = 0;
        for (var i = Locate(offset, out var within); done < size; i++)
        {
            ref var node = ref _nodes[i];
            var part = Math.Min(node.Length - within, size - done);
            var piece = part == node.Length && node.HasSum
                ? node.Sum
                : InternetChecksum.Sum(new ReadOnlySpan<byte>(node.Octets + within, part));
            sum = InternetChecksum.Combine(sum, piece, done);
            done += part;
            within = 0;
        }
        return InternetChecksum.Fold(sum);
    }

    /// <summary>The checksum field, in host order, of octets in which that field is zero or holds the pseudo header's sum; <paramref name="sum"/> is
    /// added, such as the pseudo header's.</summary>
    public ushort Checksum(int offset, int size, uint sum = 0) => InternetChecksum.Finish(InternetChecksum.Fold(sum) + Sum(offset, size));
}
