namespace Hokku.Tests.Matrix;

/// <summary>Octets a second that a cell's transfer has reached, and its reference.</summary>
internal readonly record struct MatrixResult(double Goodput, double Reference)
{
    public double Ratio => Goodput / Reference;
}
