using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>
/// Which of the stacks of one host a packet belongs to, so that every connection lives on one of them. The first stack, number 0, has what is no connection: ARP, ICMP,
/// fragments, datagrams. Callable from any thread; knows no state but its key.
/// </summary>
public interface IFlowRule
{
    /// <summary>What a frame is for when every stack needs it: an answer to a question that any of them may have asked.</summary>
    const int Everybody = -1;

    /// <summary>Where a received frame belongs, or <see cref="Everybody"/>.</summary>
    int HomeOf(NetDevice device, NetBuffer frame);

    /// <summary>Where a packet with its network header, whole, belongs.</summary>
    int HomeOf(NetBuffer packet);

    /// <summary>Where a connection from a port of ours to a peer, its port included, belongs.</summary>
    int HomeOf(Port local, in NetAddress remote);
}
