namespace Hokku.Stack;

/// <summary>Connections of a listener that were not accepted yet, oldest first. Intrusive.</summary>
internal sealed class ChildList
{
    private NetSocket? _last;

    public int Count { get; private set; }

    public NetSocket? First { get; private set; }

    public void Add(NetSocket child)
    {
        child.PreviousChild = _last;
        if (_last is null)
            First = child;
        else
            _last.NextChild = child;
        _last = child;
        Count++;
    }

    public void Remove(NetSocket child)
    {
        if (child.PreviousChild is null)
            First = child.NextChild;
        else
            child.PreviousChild.NextChild = child.NextChild;
        if (child.NextChild is null)
            _last = child.PreviousChild;
        else
            child.NextChild.PreviousChild = child.PreviousChild;
        child.NextChild = child.PreviousChild = null;
        Count--;
    }
}
