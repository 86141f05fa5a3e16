using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Protocols.IPv4;

/// <summary>The open raw sockets. Each gets a copy of every packet of its protocol, header included.</summary>
internal sealed class RawSockets(IPv4Counters counters)
{
    private readonly List<IPv4Link> _links = [];

    public void Add(IPv4Link link) => _links.Add(link);

    public void Remove(IPv4Link link) => _links.Remove(link);

    /// <summary>Gives copies to all who want the packet, which begins with its header; true when somebody did.</summary>
    public bool Deliver(NetBuffer buffer)
    {
        bool taken = false;
        for (int i = 0; i < _links.Count; i++)
        {
            var link = _links[i];
            if (!link.Wants(buffer))
                continue;
            taken = true;
            if (buffer.Clone() is not { } copy)
                continue;
            counters.RawDelivered.Add();
            link.Enqueue(copy);
        }

        return taken;
    }

    /// <summary>Tells connected sockets of the quoted packet's protocol and peer. The quote stays the caller's.</summary>
    public void ErrorReceived(in NetworkError error, NetBuffer quoted)
    {
        for (int i = 0; i < _links.Count; i++)
            _links[i].RawError(error, quoted);
    }
}
