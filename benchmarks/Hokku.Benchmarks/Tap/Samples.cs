namespace Hokku.Benchmarks.Tap;

/// <summary>Measurements of the same thing.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public IReadOnlyList<double> All => _values;

    public double Median => _values.Order().ElementAt(_values.Count / 2);

    public double Least => _values.Min();

    public double Most => _values.Max();

    public void Add(double value) => _values.Add(value);

    public override string ToString() => FormattableString.Invariant($"{Median:F2} ({Least:F2}–{Most:F2})");
}
