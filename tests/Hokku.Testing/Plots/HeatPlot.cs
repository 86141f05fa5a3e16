using System.Globalization;
using System.Text;

namespace Hokku.Testing;

/// <summary>A picture of a table whose cells are coloured by their value from 0 to 1, as SVG.</summary>
/// <param name="Title">Above the picture.</param>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows' names.</param>
public sealed record HeatPlot(string Title, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows)
{
    private const int NameWidth = 250;
    private const int CellWidth = 92;
    private const int CellHeight = 20;
    private const int Top = 60;

    /// <summary>Draws the cells.</summary>
    /// <param name="cell">What stands in a cell by row and column, and how good it is, from 0 (red) to 1 (green); null leaves it empty.</param>
    public string Draw(Func<int, int, (string Text, double Value)?> cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        int width = NameWidth + (Columns.Count * CellWidth) + 10;
        int height = Top + (Rows.Count * CellHeight) + 10;
        var svg = new StringBuilder();
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">""");
        Add(svg, $"""<rect width="{width}" height="{height}" fill="#ffffff"/>""");
        Add(svg, $"""<text x="8" y="20" font-size="15">{Title}</text>""");
        for (int column = 0; column < Columns.Count; column++)
            Add(svg, $"""<text x="{NameWidth + (column * CellWidth) + (CellWidth / 2)}" y="{Top - 8}" text-anchor="middle">{Columns[column]}</text>""");
        for (int row = 0; row < Rows.Count; row++)
        {
            int y = Top + (row * CellHeight);
            Add(svg, $"""<text x="{NameWidth - 8}" y="{y + 14}" text-anchor="end">{Rows[row]}</text>""");
            for (int column = 0; column < Columns.Count; column++)
            {
                if (cell(row, column) is { } shown)
                    DrawCell(svg, NameWidth + (column * CellWidth), y, shown.Text, shown.Value);
            }
        }

        Add(svg, $"</svg>");
        return svg.ToString();
    }

    private static void DrawCell(StringBuilder svg, int x, int y, string text, double value)
    {
        double hue = 120 * Math.Clamp(value, 0, 1);
        Add(svg, $"""<rect x="{x + 1}" y="{y + 1}" width="{CellWidth - 2}" height="{CellHeight - 2}" fill="hsl({hue:0},55%,80%)"/>""");
        Add(svg, $"""<text x="{x + (CellWidth / 2)}" y="{y + 14}" text-anchor="middle">{text}</text>""");
    }

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
