using System.Globalization;
using Hokku.Protocols.Tcp;
using Xunit;

namespace Hokku.Tests.Matrix;

/// <summary>
/// Goodput over paths with losses, in virtual time: two whole stacks against what the congestion control alone makes of the path. Twelve cells
/// always; all of them with --long, or when the page is written.
/// </summary>
public class LossMatrixTests
{
    private const double Tolerance = 0.15;
    private const int Seeds = 20;

    private static bool IsLong { get; } = Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1";

    public static TheoryData<string, string, int, double, bool, bool, int> NamedCells => new()
    {
        { "A short slow path without losses is filled", "cubic", 1, 0, false, false, 10 },
        { "A home line without losses is filled", "cubic", 20, 0, false, false, 10 },
        { "A home line without losses is filled by NewReno", "newreno", 20, 0, false, false, 10 },
        { "A home line without losses is filled by BBR", "bbr", 20, 0, false, false, 10 },
        { "A home line that loses one in a hundred", "cubic", 20, 1, false, false, 10 },
        { "A home line that loses one in a hundred, for NewReno", "newreno", 20, 1, false, false, 10 },
        { "A home line that loses one in a hundred, for BBR", "bbr", 20, 1, false, false, 10 },
        { "An ocean with bursts", "cubic", 100, 0.1, true, false, 10 },
        { "An ocean that overtakes", "cubic", 100, 0.1, false, true, 10 },
        { "A satellite with losses, for BBR", "bbr", 300, 1, false, false, 10 },
        { "A line that loses one in twenty", "cubic", 20, 5, false, false, 10 },
        { "A fast line with rare losses", "cubic", 20, 0.1, false, false, 1000 },
    };

    [Theory]
    [MemberData(nameof(NamedCells))]
    public void A_named_cell_is_near_its_reference(string name, string control, int roundTrip, double loss, bool isBursty, bool isReordering, int megabits)
    {
        var cell = new Cell(control, roundTrip, loss, isBursty, isReordering, megabits);
        var result = Measure(cell, loss == 0 ? 1 : 7);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURE loss matrix, {name} ({cell}): {result.Goodput * 8 / 1e6:0.00} Mbit/s, {result.Ratio:0.00} of its reference (aim: 0.85 to 1.15)"));

        // Seven seeds scatter more than twenty.
        Assert.InRange(result.Ratio, 1 - Tolerance - 0.1, 1 + Tolerance + 0.1);
    }

    [Theory]
    [InlineData(20, 1, false, 10)]
    [InlineData(100, 0.1, true, 10)]
    public void Time_finds_losses_no_worse_than_counting(int roundTrip, double loss, bool isReordering, int megabits)
    {
        var cell = new Cell("cubic", roundTrip, loss, false, isReordering, megabits);
        double on = Goodput(cell, 7, new TcpSettings());
        double off = Goodput(cell, 7, new TcpSettings { Rack = false });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURE RACK on to off, {cell}: {on / off:0.00} (aim: >= 0.98)"));
        Assert.True(on >= 0.9 * off, $"{on} to {off}.");
    }

    [Fact]
    public void The_whole_matrix_is_near_its_reference()
    {
        bool isPage = MatrixPage.Wanted;
        if (!IsLong && !isPage)
        {
            Console.WriteLine($"LEFT TO --long: {MatrixPage.All.Count() - NamedCells.Count} of {MatrixPage.All.Count()} cells of the loss matrix, with {Seeds} seeds");
            return;
        }

        var results = new Dictionary<Cell, MatrixResult>();
        int seeds = int.TryParse(Environment.GetEnvironmentVariable("HOKKU_MATRIX_SEEDS"), out int wanted) ? wanted : Seeds;
        foreach (var cell in MatrixPage.All)
            results[cell] = Measure(cell, SeedsFor(cell, seeds));
        var far = results.Where(r => Math.Abs(r.Value.Ratio - 1) > Tolerance).ToList();
        Console.WriteLine($"FIGURE loss matrix: {results.Count - far.Count} of {results.Count} cells within 15 % of their reference (aim: all)");
        foreach (var (cell, result) in far)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURE far from its reference, {cell}: {result.Ratio:0.00}"));
        if (isPage)
            MatrixPage.Write(results, seeds);
        Assert.True(far.Count <= results.Count / 3, $"{far.Count} of {results.Count} cells are far from their reference.");
    }

    // Millions of packets a transfer: when time is short, fast paths that are filled are run with a fifth of the seeds.
    private static int SeedsFor(Cell cell, int seeds)
    {
        if (cell.Loss == 0 && !cell.IsReordering)
            return 1;
        bool isCheap = cell.Megabits < 1000 || (cell.Loss >= 1 && cell.Control != "bbr");
        return isCheap || seeds >= Seeds ? seeds : Math.Max(seeds / 5, 1);
    }

    private static MatrixResult Measure(Cell cell, int seeds)
    {
        double reference = Median(seeds, seed => new ReferenceFlow(cell, ReferenceControls.Create(cell.Control, seed), seed).Run());
        return new MatrixResult(Goodput(cell, seeds, null), reference);
    }

    private static double Goodput(Cell cell, int seeds, TcpSettings? settings) => Median(seeds, seed =>
    {
        using var run = new PathRun(cell, seed, settings);
        var flow = run.Add(cell.Control);
        run.Begin();
        run.Run(cell.Seconds);
        return flow.Received / cell.Seconds;
    });

    private static double Median(int seeds, Func<int, double> measure)
    {
        double[] values = [.. Enumerable.Range(1, seeds).Select(measure).Order()];
        return seeds % 2 == 1 ? values[seeds / 2] : (values[(seeds / 2) - 1] + values[seeds / 2]) / 2;
    }
}
