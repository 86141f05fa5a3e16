namespace Hokku.Tests.Matrix;

/// <summary>The path of a cell: a bottleneck with a queue, a delay, losses, and packets that are overtaken. Says when a packet's acknowledgment is back.</summary>
internal sealed class ReferencePath(Cell cell, int seed)
{
    private readonly LossPattern _losses = new(cell, seed);
    private readonly Random _random = new(seed + 1000);
    private double _lineFree;

    /// <summary>Sends a full segment; null when it is lost.</summary>
    public double? Send(double now)
    {
        double perOctet = 8.0 / cell.Bandwidth;
        bool isLost = _losses.Next();
        bool isLate = cell.IsReordering && _random.NextDouble() < 0.05;
        if ((Math.Max(_lineFree, now) - now) / perOctet > cell.Queue)
            return null;
        _lineFree = Math.Max(_lineFree, now) + (Cell.Frame * perOctet);
        return isLost ? null : _lineFree + (cell.RoundTrip / 1000.0) + (isLate ? cell.Late : 0);
    }
}
