namespace Hokku.Wire.Tcp;

/// <summary>A contiguous range of octets that a receiver holds (RFC 2018, 3).</summary>
/// <param name="Left">The first sequence number of the block.</param>
/// <param name="Right">The one after its last.</param>
public readonly record struct SackBlock(SequenceNumber Left, SequenceNumber Right)
{
    /// <summary>Octets in the block; not positive when the peer sent nonsense.</summary>
    public int Length => Right - Left;
}
