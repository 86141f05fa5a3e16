using System.Buffers;

namespace Hokku.Protocols.Tcp;

/// <summary>Where scoreboards get their nodes from: small arrays are kept within the stack, so that short exchanges allocate nothing, larger ones are the process's.</summary>
internal sealed class FlightPool
{
    private const int SmallLength = 16;
    private const int MostKept = 64;

    private readonly Stack<FlightRange[]> _small = new(MostKept);

    public FlightRange[] Rent(int length)
    {
        if (length > SmallLength)
            return ArrayPool<FlightRange>.Shared.Rent(length);
        return _small.TryPop(out var nodes) ? nodes : new FlightRange[SmallLength];
    }

    public void Return(FlightRange[] nodes)
    {
        if (nodes.Length != SmallLength)
            ArrayPool<FlightRange>.Shared.Return(nodes);
        else if (_small.Count < MostKept)
            _small.Push(nodes);
    }
}
