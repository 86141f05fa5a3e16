namespace Hokku.Abstractions;

/// <summary>What an interface or a device has carried and dropped. Written inside the stack.</summary>
public sealed class InterfaceStatistics
{
    public long ReceivedPackets;
    public long ReceivedOctets;
    public long ReceivedMulticasts;
    public long ReceiveErrors;
    public long SentPackets;
    public long SentOctets;
    public long SentMulticasts;
    public long SendErrors;

    /// <summary>What came in and was discarded.</summary>
    public DropCounters ReceiveDrops { get; } = new();

    /// <summary>What was to go out and was discarded.</summary>
    public DropCounters SendDrops { get; } = new();
}
