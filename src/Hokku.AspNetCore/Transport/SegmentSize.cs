namespace Hokku.AspNetCore.Transport;

/// <summary>How large the next segment of a pipe is: small for small messages, larger while a transfer goes on.</summary>
internal struct SegmentSize()
{
    private const int Smallest = 4096;
    private const int Largest = 65536;

    public int Octets { get; private set; } = Smallest;

    /// <summary>A segment was filled so far.</summary>
    public void Filled(int octets)
    {
        if (octets >= Octets)
            Octets = Math.Min(Octets * 4, Largest);
        else if (octets < Octets / 4)
            Octets = Math.Max(Octets / 2, Smallest);
    }
}
