using System.Globalization;
using System.Text;

namespace Hokku.Benchmarks.Compare;

/// <summary>A picture (SVG) of one flow each way: a bar for every path.</summary>
internal sealed class BarChart(Dictionary<(int Mtu, string Work, string Path), Measured> results)
{
    private const int Width = 860;
    private const int Left = 250;
    private const int Bar = 16;
    private const int Room = Width - Left - 90;

    public string Draw()
    {
        var body = new StringBuilder();
        int y = 10;
        foreach (int mtu in results.Keys.Select(key => key.Mtu).Distinct().Order())
        {
            foreach (var work in Work.All.Take(2))
                y = Group(body, y, mtu, work);
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{y}" font-family="sans-serif" font-size="12">
            <rect width="{Width}" height="{y}" fill="white"/>
            {body}</svg>

            """);
    }

    private int Group(StringBuilder body, int y, int mtu, Work work)
    {
        var bars = results.Where(each => each.Key.Mtu == mtu && each.Key.Work == work.Name && each.Value.Values.Count > 0).ToList();
        if (bars.Count == 0)
            return y;
        double most = bars.Max(each => each.Value.Values.Median);
        body.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"10\" y=\"{y + 14}\" font-weight=\"bold\">MTU {mtu}: {work.Title}</text>");
        y += 22;
        foreach (var (key, measured) in bars)
        {
            double value = measured.Values.Median;
            string color = key.Path.Contains("Hokku", StringComparison.Ordinal) ? "#2a6fb0" : key.Path.StartsWith("ceiling", StringComparison.Ordinal) ? "#bbbbbb" : "#888888";
            body.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 12}\" text-anchor=\"end\">{key.Path}</text>");
            body.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y}\" width=\"{Math.Max(1, value / most * Room):F0}\" height=\"{Bar - 3}\" fill=\"{color}\"/>");
            body.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left + (value / most * Room) + 6:F0}\" y=\"{y + 12}\">{value:F2}</text>");
            y += Bar;
        }

        return y + 12;
    }
}
