namespace Hokku.Parts;

/// <summary>Neighbours in the order of their last use; the oldest is the first to go.</summary>
internal sealed class NeighborList
{
    private Neighbor? _newest;

    public Neighbor? Oldest { get; private set; }

    public int Count { get; private set; }

    /// <summary>Puts a neighbour at the used end.</summary>
    public void Touch(Neighbor neighbor)
    {
        if (ReferenceEquals(neighbor, _newest))
            return;
        neighbor.List?.Remove(neighbor);
        neighbor.Older = _newest;
        if (_newest is not null)
            _newest.Newer = neighbor;
        else
            Oldest = neighbor;
        _newest = neighbor;
        Count++;
        neighbor.List = this;
    }

    /// <summary>Puts a neighbour that nobody has sent to yet at the end where they go first, so that the wire cannot push out those in use.</summary>
    public void AddUnused(Neighbor neighbor)
    {
        neighbor.List?.Remove(neighbor);
        neighbor.Newer = Oldest;
        if (Oldest is not null)
            Oldest.Older = neighbor;
        else
            _newest = neighbor;
        Oldest = neighbor;
        Count++;
        neighbor.List = this;
    }

    public void Remove(Neighbor neighbor)
    {
        if (neighbor.Newer is not null)
            neighbor.Newer.Older = neighbor.Older;
        else
            _newest = neighbor.Older;
        if (neighbor.Older is not null)
            neighbor.Older.Newer = neighbor.Newer;
        else
            Oldest = neighbor.Newer;
        neighbor.Newer = neighbor.Older = null;
        neighbor.List = null;
        Count--;
    }
}
