using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hokku.Benchmarks.Compare;

/// <summary>What was measured, as Markdown, as JSON and as a picture.</summary>
internal sealed class CompareReport(Dictionary<(int Mtu, string Work, string Path), Measured> results, int rounds, double seconds)
{
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private IEnumerable<int> Sizes => results.Keys.Select(key => key.Mtu).Distinct().Order();

    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "bench.md"), Markdown());
        File.WriteAllText(Path.Combine(folder, "bench.json"), Json());
        File.WriteAllText(Path.Combine(folder, "bench.svg"), new BarChart(results).Draw());
    }

    public string Markdown()
    {
        var text = new StringBuilder();
        text.AppendLine("# Hokku beside the kernel and its peers");
        text.AppendLine(CultureInfo.InvariantCulture, $"Printed by `./bench`: {rounds} interleaved rounds, {seconds} s each; median (least–most). {Environment.ProcessorCount} processors, shared by both ends; congestion control CUBIC.");
        foreach (int mtu in Sizes)
            AppendSize(text, mtu);
        text.AppendLine().AppendLine("## Ratios").AppendLine("More is better everywhere: the reference over Hokku where it is a time.");
        text.AppendLine().AppendLine("| work, MTU: Hokku / reference | ratio |").AppendLine("|---|---|");
        foreach (var (name, ratio) in RecordedRatios.Of(results))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {ratio:F2} |");
        return text.ToString();
    }

    private void AppendSize(StringBuilder text, int mtu)
    {
        string[] paths = [.. results.Keys.Where(key => key.Mtu == mtu).Select(key => key.Path).Distinct()];
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## MTU {mtu}");
        foreach (var work in Work.All.Append(new Work("memory", "memory of an idle connection, KiB of the subject's process", "hold", IsMoreBetter: false)))
        {
            string[] measured = [.. paths.Where(path => results.TryGetValue((mtu, work.Name, path), out var found) && found.Values.Count > 0)];
            if (measured.Length == 0)
                continue;
            bool hasCost = measured.Any(path => results[(mtu, work.Name, path)].ClientCost.Count > 0);
            bool hasSecond = measured.Any(path => results[(mtu, work.Name, path)].Seconds.Count > 0);
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| {work.Title} | median (least–most) |{(hasCost ? " processor s/GiB: Linux + subject |" : "")}{(hasSecond ? " 99th percentile |" : "")}");
            text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|{(hasCost || hasSecond ? "---|" : "")}");
            foreach (string path in measured)
            {
                var one = results[(mtu, work.Name, path)];
                string cost = one.ClientCost.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $" {one.ClientCost.Median:F2} + {one.SubjectCost.Median:F2} |") : hasCost ? " |" : "";
                text.AppendLine(CultureInfo.InvariantCulture, $"| {path} | {one.Values} |{cost}{(hasSecond ? $" {one.Seconds} |" : "")}");
            }
        }
    }

    private string Json() => JsonSerializer.Serialize(
        results.Select(each => new
        {
            mtu = each.Key.Mtu,
            work = each.Key.Work,
            path = each.Key.Path,
            values = each.Value.Values.All,
            percentile99 = each.Value.Seconds.All,
            linuxSecondsPerGiB = each.Value.ClientCost.All,
            subjectSecondsPerGiB = each.Value.SubjectCost.All,
            garbageOctetsPerSegment = each.Value.Garbage.All,
        }),
        Indented);
}
