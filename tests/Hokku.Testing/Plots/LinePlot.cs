using System.Globalization;
using System.Text;

namespace Hokku.Testing;

/// <summary>A picture of lines over two axes, as SVG.</summary>
/// <param name="Title">Above the picture.</param>
/// <param name="Horizontal">The horizontal axis and its unit.</param>
/// <param name="Vertical">The vertical axis and its unit.</param>
public sealed record LinePlot(string Title, string Horizontal, string Vertical)
{
    private const int Width = 900;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 130;
    private const int Top = 36;
    private const int Bottom = 46;
    private static readonly string[] Colours = ["#1f5fa8", "#c2571a", "#2c8a4b", "#8a3fa0", "#a08a1f", "#555555"];

    /// <summary>Draws the lines.</summary>
    public string Draw(params PlotLine[] lines)
    {
        double right = Nice(lines.SelectMany(l => l.Points).Select(p => p.X).DefaultIfEmpty(1).Max());
        double top = Nice(lines.SelectMany(l => l.Points).Select(p => p.Y).DefaultIfEmpty(1).Max());
        var svg = new StringBuilder();
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">""");
        Add(svg, $"""<rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Add(svg, $"""<text x="{Left}" y="20" font-size="15">{Escape(Title)}</text>""");
        DrawAxes(svg, right, top);
        for (int i = 0; i < lines.Length; i++)
            DrawLine(svg, lines[i], i, right, top);
        Add(svg, $"</svg>");
        return svg.ToString();
    }

    private void DrawAxes(StringBuilder svg, double right, double top)
    {
        for (int i = 0; i <= 5; i++)
        {
            double x = X(right * i / 5, right);
            double y = Y(top * i / 5, top);
            Add(svg, $"""<line x1="{Left}" y1="{y:0.#}" x2="{Width - Right}" y2="{y:0.#}" stroke="#dddddd"/>""");
            Add(svg, $"""<text x="{Left - 6}" y="{y + 4:0.#}" text-anchor="end">{top * i / 5:0.##}</text>""");
            Add(svg, $"""<text x="{x:0.#}" y="{Height - Bottom + 16}" text-anchor="middle">{right * i / 5:0.##}</text>""");
        }

        Add(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 10}" text-anchor="middle">{Escape(Horizontal)}</text>""");
        Add(svg, $"""<text transform="translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{Escape(Vertical)}</text>""");
    }

    private static void DrawLine(StringBuilder svg, PlotLine line, int index, double right, double top)
    {
        string colour = Colours[index % Colours.Length];
        var points = new StringBuilder();
        foreach (var (x, y) in line.Points)
            points.Append(CultureInfo.InvariantCulture, $"{X(x, right):0.#},{Y(y, top):0.#} ");
        Add(svg, $"""<polyline fill="none" stroke="{colour}" stroke-width="1.4" points="{points.ToString().TrimEnd()}"/>""");
        int legend = Top + 10 + (18 * index);
        Add(svg, $"""<line x1="{Width - Right + 10}" y1="{legend - 4}" x2="{Width - Right + 30}" y2="{legend - 4}" stroke="{colour}" stroke-width="2"/>""");
        Add(svg, $"""<text x="{Width - Right + 36}" y="{legend}">{Escape(line.Name)}</text>""");
    }

    private static double X(double value, double most) => Left + (value / most * (Width - Left - Right));

    private static double Y(double value, double most) => Height - Bottom - (value / most * (Height - Top - Bottom));

    /// <summary>The next round number.</summary>
    private static double Nice(double value)
    {
        if (value <= 0)
            return 1;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (double step in (double[])[1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10])
        {
            if (step * unit >= value)
                return step * unit;
        }

        return 10 * unit;
    }

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
