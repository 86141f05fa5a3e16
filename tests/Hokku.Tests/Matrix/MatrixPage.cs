using System.Globalization;
using System.Text;
using Hokku.Testing;

namespace Hokku.Tests.Matrix;

/// <summary>The page docs/tcp/loss-matrix.md and its picture, written with HOKKU_WRITE_DOCS=matrix.</summary>
internal static class MatrixPage
{
    private static readonly string[] Controls = ["newreno", "cubic", "bbr"];
    private static readonly (double Loss, bool IsBursty)[] Losses = [(0, false), (0.1, false), (0.1, true), (1, false), (1, true), (5, false), (5, true)];

    public static bool Wanted => Environment.GetEnvironmentVariable("HOKKU_WRITE_DOCS") == "matrix";

    public static IEnumerable<Cell> All =>
        from path in Paths
        from control in Controls
        select path with { Control = control };

    private static IEnumerable<Cell> Paths =>
        from megabits in (int[])[10, 1000]
        from roundTrip in (int[])[1, 20, 100, 300]
        from loss in Losses
        from isReordering in (bool[])[false, true]
        select new Cell("", roundTrip, loss.Loss, loss.IsBursty, isReordering, megabits);

    public static void Write(IReadOnlyDictionary<Cell, MatrixResult> results, int seeds)
    {
        string folder = Folder();
        var page = new StringBuilder();
        page.Append("# The loss matrix\n");
        page.Append("Goodput of a bulk transfer between two whole stacks over a path with losses, in virtual time, and in brackets its ratio to a reference that has no stack:\n");
        page.Append("every segment acknowledged by itself, losses known when later segments have arrived, CUBIC and NewReno by the equations of their RFCs, BBR by its model.\n");
        page.Append(CultureInfo.InvariantCulture, $"Medians of {seeds} seeds{(seeds < 20 ? " (a fifth of them where 1 Gbit/s is filled)" : "")}; the queue of the bottleneck holds a bandwidth-delay product, 64 packets at least; bursts lose four packets on average; an overtaken\n");
        page.Append("packet (one in twenty) is late by an eighth of the round trip. Both sides keep up to 65536 islands out of order, so that the receiver drops nothing.\n\n");
        int near = results.Count(r => Math.Abs(r.Value.Ratio - 1) <= 0.15);
        page.Append(CultureInfo.InvariantCulture, $"{near} of {results.Count} cells are within 15 % of their reference. Why the others are not\n");
        page.Append("is not settled: few seeds and short transfers are suspected, and at 1 Gbit/s what the stack must learn of packets that are overtaken.\n\n");
        page.Append("Written by `HOKKU_WRITE_DOCS=matrix tests/Hokku.Tests/bin/Release/net10.0/Hokku.Tests -class \"*LossMatrixTests\"`.\n\n");
        page.Append("![The loss matrix](loss-matrix.svg)\n\n| path | newreno | cubic | bbr |\n|---|---|---|---|\n");
        foreach (var path in Paths)
        {
            page.Append("| ").Append(path.Path).Append(" |");
            foreach (string control in Controls)
                page.Append(CultureInfo.InvariantCulture, $" {Rate(results[path with { Control = control }])} |");
            page.Append('\n');
        }

        File.WriteAllText(Path.Combine(folder, "loss-matrix.md"), page.ToString());
        File.WriteAllText(Path.Combine(folder, "loss-matrix.svg"), Draw(results));
    }

    /// <summary>docs/tcp, made when it is missing.</summary>
    public static string Folder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hokku.slnx")))
            folder = Path.GetDirectoryName(folder);
        string docs = Path.Combine(folder ?? throw new InvalidOperationException("The repository was not found above the tests."), "docs", "tcp");
        Directory.CreateDirectory(docs);
        return docs;
    }

    private static string Rate(MatrixResult result) => string.Create(CultureInfo.InvariantCulture, $"{result.Goodput * 8 / 1e6:0.##} Mbit/s ({result.Ratio:0.00})");

    private static string Draw(IReadOnlyDictionary<Cell, MatrixResult> results)
    {
        var paths = Paths.ToList();
        return new HeatPlot("Goodput, Mbit/s; the colour says which share of the bottleneck it is", Controls, [.. paths.Select(p => p.Path)]).Draw((row, column) =>
        {
            var cell = paths[row] with { Control = Controls[column] };
            double goodput = results[cell].Goodput * 8;
            return ((goodput / 1e6).ToString("0.##", CultureInfo.InvariantCulture), goodput / cell.Bandwidth);
        });
    }
}
