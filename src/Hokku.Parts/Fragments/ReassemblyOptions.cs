namespace Hokku.Parts;

/// <summary>The bounds of a <see cref="Reassembly{TKey}"/>.</summary>
public sealed record ReassemblyOptions
{
    /// <summary>Memory that all waiting fragments may hold, in octets, counted by whole chunks.</summary>
    public long MaximumOctets { get; init; } = 4 << 20;

    /// <summary>Memory that the fragments of one source may hold, in octets, counted by whole chunks.</summary>
    public long MaximumOctetsPerSource { get; init; } = 1 << 20;

    /// <summary>Packets that may be incomplete at once.</summary>
    public int MaximumPackets { get; init; } = 1024;

    /// <summary>Fragments of one packet; 64 KiB over a path of 576 octets are 119.</summary>
    public int MaximumFragments { get; init; } = 128;

    /// <summary>The most payload that a packet may have, in octets.</summary>
    public int MaximumSize { get; init; } = 65_515;

    /// <summary>How long the first fragment to arrive waits for the last.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
