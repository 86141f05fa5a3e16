namespace Hokku.Tests.Matrix;

/// <summary>Which packets a path loses, by the order in which they are sent: the same for the stacks and for the reference, so that luck is no difference.</summary>
internal sealed class LossPattern(Cell cell, int seed)
{
    private readonly Random _random = new(seed);
    private bool _isInBurst;

    /// <summary>Whether the next packet is lost.</summary>
    public bool Next()
    {
        double draw = _random.NextDouble();
        if (!cell.IsBursty)
            return draw < cell.Loss / 100;
        _isInBurst = _isInBurst ? draw >= cell.Bursts.Leave : draw < cell.Bursts.Enter;
        return _isInBurst;
    }
}
