using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>
/// The nodes: an array that comes from a pool when something is sent and goes back when all is acknowledged. They are a treap by sequence number, so
/// that a place is found in O(log n) expected; entering a node at a known place and taking one out cost O(1) expected.
/// </content>
internal sealed partial class Scoreboard
{
    private const int LeastCapacity = 16;

    private FlightRange[]? _nodes;
    private int _free;
    private int _used;
    private int _root;
    private int _first;
    private int _last;
    private uint _random = 2463534242;

    /// <summary>The ranges in it.</summary>
    public int Count { get; private set; }

    /// <summary>The range that begins at SND.UNA; 0 when nothing is in flight.</summary>
    public int First => _first;

    /// <summary>The range that ends at SND.NXT; 0 when nothing is in flight.</summary>
    public int Last => _last;

    public ref readonly FlightRange this[int index] => ref _nodes![index];

    /// <summary>The range that holds a number, or the last one before it; 0 when there is none.</summary>
    public int Find(SequenceNumber number)
    {
        int found = 0;
        for (int at = _root; at != 0;)
        {
            ref readonly var node = ref _nodes![at];
            if (node.Start <= number)
            {
                found = at;
                at = node.Right;
            }
            else
            {
                at = node.Left;
            }
        }

        return found;
    }

    private int Allocate()
    {
        if (_free != 0)
        {
            int node = _free;
            _free = _nodes![node].After;
            return node;
        }

        if (_nodes is null || _used + 1 >= _nodes.Length)
            Grow();
        return ++_used;
    }

    private void Grow()
    {
        var nodes = pool.Rent(Math.Max(LeastCapacity, 2 * (_used + 1)));
        if (_nodes is not null)
        {
            Array.Copy(_nodes, nodes, _used + 1);
            pool.Return(_nodes);
        }

        _nodes = nodes;
    }

    private void Release()
    {
        if (_nodes is not null)
            pool.Return(_nodes);
        _nodes = null;
        _free = _used = _root = _first = _last = 0;
    }

    // Behind another one, or as the first when that is 0.
    private void Attach(int index, int before)
    {
        ref var node = ref _nodes![index];
        int after = before == 0 ? _first : _nodes[before].After;
        node.Left = node.Right = 0;
        node.Priority = NextRandom();
        node.Before = before;
        node.After = after;
        if (before == 0)
            _first = index;
        else
            _nodes[before].After = index;
        if (after == 0)
            _last = index;
        else
            _nodes[after].Before = index;
        Count++;
        if (_root == 0)
        {
            node.Parent = 0;
            _root = index;
            return;
        }

        // Of two neighbours, one is below the other and has no child on the other's side.
        if (before != 0 && _nodes[before].Right == 0)
            _nodes[node.Parent = before].Right = index;
        else
            _nodes[node.Parent = after].Left = index;
        while (node.Parent != 0 && node.Priority < _nodes[node.Parent].Priority)
            RotateUp(index);
    }

    private void Detach(int index)
    {
        ref var node = ref _nodes![index];
        if (node.Before == 0)
            _first = node.After;
        else
            _nodes[node.Before].After = node.After;
        if (node.After == 0)
            _last = node.Before;
        else
            _nodes[node.After].Before = node.Before;
        while (node.Left != 0 && node.Right != 0)
            RotateUp(_nodes[node.Left].Priority < _nodes[node.Right].Priority ? node.Left : node.Right);
        int child = node.Left != 0 ? node.Left : node.Right;
        if (child != 0)
            _nodes[child].Parent = node.Parent;
        ReplaceChild(node.Parent, index, child);
        node.After = _free;
        _free = index;
        if (--Count == 0)
            Release();
    }

    private void RotateUp(int index)
    {
        ref var node = ref _nodes![index];
        int parent = node.Parent;
        ref var above = ref _nodes[parent];
        int child;
        if (above.Left == index)
        {
            child = node.Right;
            above.Left = child;
            node.Right = parent;
        }
        else
        {
            child = node.Left;
            above.Right = child;
            node.Left = parent;
        }

        if (child != 0)
            _nodes[child].Parent = parent;
        node.Parent = above.Parent;
        above.Parent = index;
        ReplaceChild(node.Parent, parent, index);
    }

    private void ReplaceChild(int parent, int child, int by)
    {
        if (parent == 0)
            _root = by;
        else if (_nodes![parent].Left == child)
            _nodes[parent].Left = by;
        else
            _nodes[parent].Right = by;
    }

    // Marsaglia's xorshift: it needs to be no secret, for the peer chooses no priorities.
    private uint NextRandom()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        return _random ^= _random << 5;
    }
}
