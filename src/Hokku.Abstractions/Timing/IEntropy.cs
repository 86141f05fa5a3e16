namespace Hokku.Abstractions;

/// <summary>The only source of randomness inside the stack: cryptographic in production, seeded in tests.</summary>
public interface IEntropy
{
    /// <summary>Fills the span with unpredictable octets.</summary>
    void Fill(Span<byte> octets);

    /// <summary>32 unpredictable bits.</summary>
    uint NextUInt32();

    /// <summary>64 unpredictable bits.</summary>
    ulong NextUInt64();

    /// <summary>A number from 0 to below <paramref name="bound"/>, without bias.</summary>
    uint Below(uint bound);
}
