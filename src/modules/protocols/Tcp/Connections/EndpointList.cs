namespace Hokku.Protocols.Tcp;

/// <summary>Endpoints in the order in which something befell them; each can be on one list of every kind, and joins and leaves without allocation.</summary>
internal sealed class EndpointList(EndpointListKind kind)
{
    private TcpEndpoint? _newest;

    public TcpEndpoint? Oldest { get; private set; }

    public int Count { get; private set; }

    /// <summary>Adds an endpoint as the newest unless it is on the list.</summary>
    public void Add(TcpEndpoint endpoint)
    {
        ref var links = ref endpoint.Links(kind);
        if (links.IsListed)
            return;
        links = new() { IsListed = true, Older = _newest };
        if (_newest is null)
            Oldest = endpoint;
        else
            _newest.Links(kind).Newer = endpoint;
        _newest = endpoint;
        Count++;
    }

    /// <summary>Takes an endpoint off if it is on the list.</summary>
    public void Remove(TcpEndpoint endpoint)
    {
        ref var links = ref endpoint.Links(kind);
        if (!links.IsListed)
            return;
        if (links.Older is null)
            Oldest = links.Newer;
        else
            links.Older.Links(kind).Newer = links.Newer;
        if (links.Newer is null)
            _newest = links.Older;
        else
            links.Newer.Links(kind).Older = links.Older;
        links = default;
        Count--;
    }
}
