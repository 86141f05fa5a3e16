using Hokku.Benchmarks.Parts;
using Xunit;

namespace Hokku.Tests.Figures;

/// <summary>What the parts cost, beside their aims. Other work on the machine is forgiven by a factor of four; code that was not optimized is not measured.</summary>
[Collection(FiguresCollection.Name)]
public sealed class PartFigureTests
{
    private const double Forgiven = 4;

    [Fact]
    public void The_parts_cost_what_they_may()
    {
        Assert.SkipUnless(IsOptimized, "A Debug build is not measured.");
        foreach (var figure in PartFigures.Measure())
        {
            Console.WriteLine(figure);
            Assert.True(figure.Miss <= Forgiven, figure.ToString());
        }
    }

    private static bool IsOptimized =>
#if DEBUG
        false;
#else
        true;
#endif
}
