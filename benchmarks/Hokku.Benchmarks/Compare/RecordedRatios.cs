using System.Text.Json;

namespace Hokku.Benchmarks.Compare;

/// <summary>How Hokku stood beside its references in a run that was recorded, and whether it still does.</summary>
internal sealed class RecordedRatios(string file)
{
    /// <summary>What a ratio may fall to.</summary>
    private const double Tolerance = 2.0 / 3;

    /// <summary>Octets of garbage for each segment that nobody's packet makes: threads and timers of the whole process.</summary>
    private const double GarbageOfTheProcess = 1;

    private static readonly (string Path, string Reference)[] Pairs =
    [
        ("Hokku, TAP", "kernel, veth"),
        ("Hokku, AF_PACKET", "kernel, veth"),
        ("Hokku, TAP, offloads off", "kernel, veth, offloads off"),
        ("Hokku, TAP", "ceiling, TAP"),
        ("Hokku, TAP, offloads off", "ceiling, TAP, offloads off"),
    ];

    /// <summary>Hokku's median over the reference's; inverted where less is better, so that more is always better.</summary>
    public static SortedDictionary<string, double> Of(Dictionary<(int Mtu, string Work, string Path), Measured> results)
    {
        var ratios = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var work in Work.All)
        {
            foreach (var (path, reference) in Pairs)
            {
                foreach (int mtu in (int[])[1500, 9000, 65520])
                {
                    if (results.TryGetValue((mtu, work.Name, path), out var ours) && results.TryGetValue((mtu, work.Name, reference), out var theirs)
                        && ours.Values.Count > 0 && theirs.Values.Count > 0)
                        ratios[$"{work.Name} {mtu}: {path} / {reference}"] = Math.Round(work.IsMoreBetter ? ours.Values.Median / theirs.Values.Median : theirs.Values.Median / ours.Values.Median, 3);
                }
            }
        }

        return ratios;
    }

    public void Write(Dictionary<(int Mtu, string Work, string Path), Measured> results)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JsonSerializer.Serialize(Of(results), CompareReport.Indented) + "\n");
    }

    /// <summary>Compares with what was recorded: 1 when a ratio fell by more than a third or packets make garbage.</summary>
    public int Judge(Dictionary<(int Mtu, string Work, string Path), Measured> results, TextWriter output)
    {
        int failures = 0;
        var recorded = File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(file))! : [];
        foreach (var (name, ratio) in Of(results))
        {
            bool isKnown = recorded.TryGetValue(name, out double before);
            bool fell = isKnown && ratio < before * Tolerance;
            output.WriteLine(FormattableString.Invariant($"FIGURE {name}: {ratio:F2} (recorded: {(isKnown ? before : double.NaN):F2}){(fell ? " FELL BY MORE THAN A THIRD" : "")}"));
            failures += fell ? 1 : 0;
        }

        foreach (var ((_, work, path), measured) in results.Where(each => each.Value.Garbage.Count > 0))
        {
            bool isTooMuch = measured.Garbage.Median > GarbageOfTheProcess;
            output.WriteLine(FormattableString.Invariant($"FIGURE garbage of {path}, {work}: {measured.Garbage.Median:F3} octets a segment (aim: 0){(isTooMuch ? " TOO MUCH" : "")}"));
            failures += isTooMuch ? 1 : 0;
        }

        return failures == 0 ? 0 : 1;
    }
}
