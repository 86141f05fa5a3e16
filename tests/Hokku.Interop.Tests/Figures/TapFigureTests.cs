using Hokku.Benchmarks.Tap;
using Xunit;

namespace Hokku.Interop.Tests.Figures;

/// <summary>A short slice of what ./bench measures with more care.</summary>
public sealed class TapFigureTests
{
    // The aim is 0.4; tests run beside each other on few cores.
    private const double LeastRatio = 0.1;

    [Fact]
    public void Tcp_over_tap_is_measured_beside_two_kernels()
    {
        string? obstacle = TapComparison.Obstacle();
        Assert.SkipWhen(obstacle is not null, obstacle ?? "");
        var figures = TapComparison.Run(rounds: 3, seconds: 1);
        Figure.Print($"tcp over tap, Hokku to Linux: {figures.Sent} Gbit/s, two kernels over veth: {figures.Reference} Gbit/s, ratio {figures.SentRatio:F2} (aim: 0.4)");
        Figure.Print($"tcp over tap, Linux to Hokku: {figures.Received} Gbit/s, two kernels over veth: {figures.Reference} Gbit/s, ratio {figures.ReceivedRatio:F2} (aim: 0.4)");
        Assert.True(figures.SentRatio > LeastRatio, $"sent: {figures.SentRatio}");
        Assert.True(figures.ReceivedRatio > LeastRatio, $"received: {figures.ReceivedRatio}");
    }
}
