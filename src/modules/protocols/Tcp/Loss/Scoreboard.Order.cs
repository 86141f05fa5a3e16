namespace Hokku.Protocols.Tcp;

/// <content>
/// The two lists: what is on its way, in the order of sending, so that RACK looks no further than it must; and what is missing, by sequence number.
/// A range is in one of them unless the peer has it.
/// </content>
internal sealed partial class Scoreboard
{
    private Ends _sent;
    private Ends _missing;

    // Losses are found in order; where the last one entered, the next one does.
    private int _missingLast;

    /// <summary>What was sent first of all that is on its way; 0 when nothing is.</summary>
    public int Oldest => _sent.First;

    /// <summary>Something is lost and not sent again.</summary>
    public bool IsAnythingMissing => _missing.First != 0;

    private ref Ends ListOf(in FlightRange node)
    {
        if (node.IsMissing)
            return ref _missing;
        return ref _sent;
    }

    // Behind another one of the list, or as the first when that is 0.
    private void Link(ref Ends list, int index, int older)
    {
        ref var node = ref _nodes![index];
        int newer = older == 0 ? list.First : _nodes[older].Newer;
        node.Older = older;
        node.Newer = newer;
        if (older == 0)
            list.First = index;
        else
            _nodes[older].Newer = index;
        if (newer == 0)
            list.Last = index;
        else
            _nodes[newer].Older = index;
    }

    private void Unlink(ref Ends list, int index)
    {
        ref readonly var node = ref _nodes![index];
        if (node.Older == 0)
            list.First = node.Newer;
        else
            _nodes[node.Older].Newer = node.Newer;
        if (node.Newer == 0)
            list.Last = node.Older;
        else
            _nodes[node.Newer].Older = node.Older;
        if (_missingLast == index)
            _missingLast = 0;
    }

    private void LinkMissing(int index)
    {
        var start = _nodes![index].Start;
        int at = _missing.Last;
        if (at != 0 && start < _nodes[at].Start)
        {
            if (start < _nodes[_missing.First].Start)
                at = 0;
            else if (_missingLast != 0)
                at = _missingLast;
            while (at != 0 && start < _nodes[at].Start)
                at = _nodes[at].Older;
            while (at != 0 && _nodes[at].Newer is var newer and not 0 && _nodes[newer].Start < start)
                at = newer;
        }

        Link(ref _missing, index, at);
        _missingLast = index;
    }

    private struct Ends
    {
        public int First;
        public int Last;
    }
}
