namespace Hokku.Stack;

/// <summary>A socket's place in one list of sockets.</summary>
internal struct SocketLinks
{
    public NetSocket? Previous;
    public NetSocket? Next;
}

/// <summary>Says which of a socket's places a list uses.</summary>
internal interface ISocketPlace
{
    static abstract ref SocketLinks Of(NetSocket socket);
}

/// <summary>Sockets in the order they were added. Intrusive: a socket is on one list of a kind of place at most.</summary>
internal class SocketList<TPlace>
    where TPlace : ISocketPlace
{
    private NetSocket? _last;

    public int Count { get; private set; }

    public NetSocket? First { get; private set; }

    public void Add(NetSocket socket)
    {
        TPlace.Of(socket).Previous = _last;
        if (_last is null)
            First = socket;
        else
            TPlace.Of(_last).Next = socket;
        _last = socket;
        Count++;
    }

    public void Remove(NetSocket socket)
    {
        ref var links = ref TPlace.Of(socket);
        if (links.Previous is null)
            First = links.Next;
        else
            TPlace.Of(links.Previous).Next = links.Next;
        if (links.Next is null)
            _last = links.Previous;
        else
            TPlace.Of(links.Next).Previous = links.Previous;
        links = default;
        Count--;
    }
}
