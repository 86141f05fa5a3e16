namespace Hokku.Tests.Matrix;

/// <summary>The path of a cell: a bottleneck with a queue, a delay, losses, and packets that are overtaken. Says when a packet's acknowledgment is back.</summary>
internal sealed class ReferencePath(Cell cell, int seed)
{
    private readonly Random _random = new(seed);
    private double _lineFree;
    private bool _isInBurst;

    /// <summary>Sends a full segment; null when it is lost.</summary>
    public double? Send(double now)
    {
        double perOctet = 8.0 / cell.Bandwidth;
        bool isLost = DrawLoss();
        bool isLate = cell.IsReordering && _random.NextDouble() < 0.05;
        if ((Math.Max(_lineFree, now) - now) / perOctet > cell.Queue)
            return null;
        _lineFree = Math.Max(_lineFree, now) + (Cell.Frame * perOctet);
        return isLost ? null : _lineFree + (cell.RoundTrip / 1000.0) + (isLate ? cell.Late : 0);
    }

    private bool DrawLoss()
    {
        double draw = _random.NextDouble();
        if (!cell.IsBursty)
            return draw < cell.Loss / 100;
        _isInBurst = _isInBurst ? draw >= cell.Bursts.Leave : draw < cell.Bursts.Enter;
        return _isInBurst;
    }
}
