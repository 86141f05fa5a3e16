using Hokku.Buffers;

namespace Hokku.Devices.VirtualWire;

/// <summary>How one direction of a wire treats frames. The default is a perfect wire: no delay, no loss, no limit. Probabilities are from 0 to 1.</summary>
public sealed record WireSettings
{
    /// <summary>A wire without any fault.</summary>
    public static WireSettings Perfect { get; } = new();

    /// <summary>How long a frame travels. With the system's clock it is rounded up to milliseconds.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>A random extra delay below this. Frames stay in order.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How likely a frame is lost, each on its own.</summary>
    public double Loss { get; init; }

    /// <summary>Losses that come in bursts; null for none.</summary>
    public LossBursts? Bursts { get; init; }

    /// <summary>Loses frames by number (from 0 on, counted before any other fault) or content; null for none. Must be pure where runs are to be repeated.</summary>
    public Func<long, NetBuffer, bool>? Lose { get; init; }

    /// <summary>How likely a frame arrives twice.</summary>
    public double Duplication { get; init; }

    /// <summary>How likely a frame is held back by <see cref="ReorderingDelay"/>, so that later ones overtake it.</summary>
    public double Reordering { get; init; }

    public TimeSpan ReorderingDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How likely one bit of a frame is turned over.</summary>
    public double Corruption { get; init; }

    /// <summary>Whether the wire has a frame check sequence, as real Ethernet does: corrupted frames are then dropped and not delivered.</summary>
    public bool FrameCheck { get; init; }

    /// <summary>Bits a second; 0 for no limit.</summary>
    public long Bandwidth { get; init; }

    /// <summary>Octets that may wait for their turn when the bandwidth is limited.</summary>
    public int QueueLimit { get; init; } = 1 << 20;

    /// <summary>Frames that may be under way at once.</summary>
    public int FlightLimit { get; init; } = 1 << 16;

    /// <summary>The largest packet that passes, without the Ethernet header. Octets.</summary>
    public int Mtu { get; init; } = 65521;

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A probability is not from 0 to 1, a time or size is negative.</exception>
    internal WireSettings Validated()
    {
        CheckProbability(Loss, nameof(Loss));
        CheckProbability(Duplication, nameof(Duplication));
        CheckProbability(Reordering, nameof(Reordering));
        CheckProbability(Corruption, nameof(Corruption));
        ArgumentOutOfRangeException.ThrowIfLessThan(Latency, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Jitter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReorderingDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(Bandwidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(QueueLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(FlightLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(Mtu, 68);
        if (Bursts is { } bursts)
        {
            CheckProbability(bursts.Enter, nameof(bursts.Enter));
            CheckProbability(bursts.Leave, nameof(bursts.Leave));
            CheckProbability(bursts.Loss, nameof(bursts.Loss));
        }

        return this;
    }

    private static void CheckProbability(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "A probability is from 0 to 1.");
    }
}
