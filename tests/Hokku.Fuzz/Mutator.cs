namespace Hokku.Fuzz;

/// <summary>Changes octets the way broken and hostile peers do: bits, lengths, extreme values, cuts, doubled and swapped pieces.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] Extremes = [0, 1, 2, 3, 4, 5, 0x0F, 0x10, 0x3F, 0x40, 0x45, 0x7F, 0x80, 0xC0, 0xFE, 0xFF];

    private readonly Random _random = new(seed);

    /// <summary>A changed copy of a seed.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> octets)
    {
        byte[] copy = octets.ToArray();
        for (int i = _random.Next(1, 8); i > 0 && copy.Length > 0; i--)
            copy = MutateOnce(copy);
        return copy;
    }

    private byte[] MutateOnce(byte[] octets)
    {
        int at = _random.Next(octets.Length);
        switch (_random.Next(8))
        {
            case 0:
                return octets[..at];
            case 1:
                return [.. octets, .. octets.AsSpan(at)];
            case 2:
                return [.. octets.AsSpan(0, at), .. octets.AsSpan(at + 1)];
            case 3:
                octets[at] ^= (byte)(1 << _random.Next(8));
                return octets;
            case 4:
                octets[at] += (byte)_random.Next(-4, 5);
                return octets;
            case 5:
                octets.AsSpan(at, Math.Min(2, octets.Length - at)).Fill((byte)(_random.Next(2) * 0xFF));
                return octets;
            case 6:
                octets[at] = (byte)_random.Next(256);
                return octets;
            default:
                octets[at] = Extremes[_random.Next(Extremes.Length)];
                return octets;
        }
    }
}
