namespace Hokku.Testing;

/// <summary>A line of a <see cref="LinePlot"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">From left to right.</param>
public sealed record PlotLine(string Name, IReadOnlyList<(double X, double Y)> Points);
