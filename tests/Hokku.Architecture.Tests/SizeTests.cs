using Xunit;

namespace Hokku.Architecture.Tests;

/// <summary>The two caps of the house: 400 lines a file, 60 a function. Prints the table of sizes.</summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    private const int FileCap = 400;
    private const int FunctionCap = 60;

    [Fact]
    public void No_file_is_over_400_lines() =>
        Assert.Empty(SourceTree.Files.Where(file => file.Lines > FileCap).Select(file => $"{file.Path}: {file.Lines} lines"));

    [Fact]
    public void No_function_is_over_60_lines() =>
        Assert.Empty(SourceTree.Files.SelectMany(file => file.Functions.Where(function => function.Lines > FunctionCap).Select(function => $"{file.Path}: {function.Name} has {function.Lines} lines")));

    [Fact]
    public void Nothing_is_left_to_do_in_the_code()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "NotImplemented" + "Exception"];
        Assert.Empty(SourceTree.Files.SelectMany(file => marks.Where(mark => file.Text.Contains(mark, StringComparison.Ordinal)).Select(mark => $"{file.Path}: {mark}")));
    }

    [Fact]
    public void The_table_of_sizes_is_printed()
    {
        var files = SourceTree.Files.Where(file => file.Path.StartsWith("src", StringComparison.Ordinal)).ToList();
        var lines = files.Select(file => file.Lines).Order().ToList();
        var functions = files.SelectMany(file => file.Functions).Select(function => function.Lines).Order().ToList();
        int comments = files.Sum(file => file.CommentLines), code = files.Sum(file => file.CodeLines);
        Assert.NotEmpty(lines);
        string table = $"FIGURE sizes of src: {files.Count} files, lines median {Percentile(lines, 50)} p90 {Percentile(lines, 90)} max {lines[^1]}; "
            + $"{functions.Count} functions, lines median {Percentile(functions, 50)} p90 {Percentile(functions, 90)} max {functions[^1]}; "
            + $"{100 * comments / Math.Max(1, code)} comment lines per 100 of code";
        output.WriteLine(table);
        Console.WriteLine(table);
    }

    private static int Percentile(List<int> sorted, int percent) => sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
}
