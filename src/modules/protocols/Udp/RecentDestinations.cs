using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Udp;

/// <summary>Whom a socket without a peer has sent to lately: only reports about datagrams to those are believed (RFC 5927, 4.1).</summary>
internal struct RecentDestinations
{
    private const int Capacity = 16;

    // Connected sockets need none.
    private NetAddress[]? _addresses;
    private int _next;

    public void Add(in NetAddress destination)
    {
        _addresses ??= new NetAddress[Capacity];
        if (_addresses[(_next + Capacity - 1) % Capacity] == destination || Contains(destination))
            return;
        _addresses[_next] = destination;
        _next = (_next + 1) % Capacity;
    }

    public readonly bool Contains(in NetAddress destination)
    {
        if (_addresses is null)
            return false;
        foreach (ref readonly var address in _addresses.AsSpan())
        {
            if (address == destination)
                return true;
        }

        return false;
    }
}
