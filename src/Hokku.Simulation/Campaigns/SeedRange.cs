using System.Globalization;

namespace Hokku.Simulation;

/// <summary>Seeds from the first to the last, both included.</summary>
public readonly record struct SeedRange(ulong First, ulong Last)
{
    public long Count => (long)(Last - First + 1);

    /// <summary>Reads "7" or "0-999".</summary>
    /// <exception cref="SimulationException">It is neither.</exception>
    public static SeedRange Parse(string text)
    {
        string[] parts = text.Split('-');
        return parts.Length is 1 or 2
            && ulong.TryParse(parts[0], CultureInfo.InvariantCulture, out ulong first)
            && ulong.TryParse(parts[^1], CultureInfo.InvariantCulture, out ulong last)
            && first <= last
                ? new SeedRange(first, last)
                : throw new SimulationException($"'{text}' names no seeds; \"7\" or \"0-999\" does.");
    }

    /// <summary>The part for one machine of several.</summary>
    /// <param name="shard">"2/8" for the second of eight; null for all.</param>
    /// <exception cref="SimulationException">It is no such thing.</exception>
    public SeedRange Shard(string? shard)
    {
        if (shard is null)
            return this;
        string[] parts = shard.Split('/');
        if (parts.Length != 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out int which) || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out int of) || which < 1 || which > of)
            throw new SimulationException($"'{shard}' is no shard; \"2/8\" is the second of eight.");
        if (of > Count)
            throw new SimulationException($"{Count} seeds cannot be split into {of} shards.");
        ulong from = First + (ulong)(Count * (which - 1) / of);
        return new SeedRange(from, First + (ulong)(Count * which / of) - 1);
    }

    /// <summary>Parts of about this many seeds.</summary>
    public IEnumerable<SeedRange> Parts(long size)
    {
        for (ulong first = First; first <= Last; first += (ulong)size)
            yield return new SeedRange(first, Math.Min(Last, first + (ulong)size - 1));
    }

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
