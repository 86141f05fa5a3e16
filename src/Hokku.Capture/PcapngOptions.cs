namespace Hokku.Capture;

/// <summary>How a capture is written.</summary>
public sealed record PcapngOptions
{
    /// <summary>The most octets kept of each packet.</summary>
    public int SnapLength { get; init; } = 262_144;

    /// <summary>Octets that may wait for <see cref="PcapngWriter.Flush"/>; packets beyond are not written and counted.</summary>
    public int BufferOctets { get; init; } = 4 << 20;

    /// <summary>The wall time at which the stack's time was zero.</summary>
    public DateTimeOffset Epoch { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The program that captures.</summary>
    public string Application { get; init; } = "Hokku";
}
