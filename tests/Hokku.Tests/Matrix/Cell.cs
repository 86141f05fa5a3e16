using System.Globalization;
using Hokku.Devices.VirtualWire;

namespace Hokku.Tests.Matrix;

/// <summary>One cell of the loss matrix: a path and the congestion control that meets it.</summary>
/// <param name="Control">Its name.</param>
/// <param name="RoundTrip">Milliseconds.</param>
/// <param name="Loss">Of data, per cent.</param>
/// <param name="IsBursty">Losses come in bursts of about four packets.</param>
/// <param name="IsReordering">A packet in twenty is overtaken.</param>
/// <param name="Megabits">The bottleneck's rate.</param>
internal readonly record struct Cell(string Control, int RoundTrip, double Loss, bool IsBursty, bool IsReordering, int Megabits)
{
    public const int Segment = 1448;

    /// <summary>A segment with its headers, Ethernet's too.</summary>
    public const int Frame = Segment + 66;

    private const double BurstLength = 4;

    public long Bandwidth => Megabits * 1_000_000L;

    /// <summary>Octets that the path holds.</summary>
    public long Product => Bandwidth / 8 * RoundTrip / 1000;

    /// <summary>The bottleneck's queue: a bandwidth-delay product, and 64 packets at least.</summary>
    public int Queue => (int)Math.Max(Product, 64 * Frame);

    /// <summary>Long enough for slow start and some cycles; virtual.</summary>
    public double Seconds => Math.Max(Loss > 0 && Megabits < 100 ? 10 : 3, RoundTrip * 0.04);

    /// <summary>How late an overtaken packet is: less than a quarter of the round trip, which RACK tolerates from the beginning.</summary>
    public double Late => RoundTrip / 1000.0 / 8;

    /// <summary>The way of the data, without its losses.</summary>
    public WireSettings Forward => Backward with
    {
        Bandwidth = Bandwidth,
        QueueLimit = Queue,
        Reordering = IsReordering ? 0.05 : 0,
        ReorderingDelay = TimeSpan.FromSeconds(Late),
    };

    /// <summary>The way of the acknowledgments.</summary>
    public WireSettings Backward => new() { Latency = TimeSpan.FromMilliseconds(RoundTrip / 2.0), FlightLimit = 1 << 20 };

    /// <summary>As likely to lose a packet in all as the random kind.</summary>
    public LossBursts Bursts => new(Loss / 100 / BurstLength / (1 - (Loss / 100)), 1 / BurstLength);

    public string Path => string.Create(
        CultureInfo.InvariantCulture, $"{RoundTrip} ms, {Loss:0.#} %{(IsBursty ? " in bursts" : "")}{(IsReordering ? ", reordered" : "")}, {(Megabits >= 1000 ? $"{Megabits / 1000} Gbit/s" : $"{Megabits} Mbit/s")}");

    public override string ToString() => $"{Control}: {Path}";
}
