using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Protocols.Link;

/// <summary>The sockets that get frames of one type of one device.</summary>
internal sealed class FrameListeners(LinkModule module) : IFrameHandler
{
    public List<LinkSocket> Sockets { get; } = [];

    public void Receive(NetDevice device, NetBuffer buffer)
    {
        module.Counters.Received.Add();
        for (int i = 1; i < Sockets.Count; i++)
        {
            if (buffer.Clone() is { } copy)
                Sockets[i].Receive(copy);
        }

        Sockets[0].Receive(buffer);
    }
}
