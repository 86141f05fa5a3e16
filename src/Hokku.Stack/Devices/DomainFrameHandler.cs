using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// Hands packets of a family to its domain when the interface was chosen: the one that owns the destination, else the first of the device that is
/// up. What is for an interface that is down is counted there and discarded.
/// </summary>
internal sealed class DomainFrameHandler(INetStack stack, NetFamily family) : IFrameHandler
{
    private NetDomain? _domain;

    public NetFamily Family => family;

    public void Receive(NetDevice device, NetBuffer buffer)
    {
        var domain = _domain ??= stack.GetDomain(family) as NetDomain;
        var netInterface = domain is null ? null : Choose(domain, device, buffer);
        if (netInterface is null)
        {
            stack.Drop(buffer, DropReason.NoInterface);
            return;
        }

        Deliver(stack, netInterface, buffer);
    }

    /// <summary>Gives a packet with its network header to the interface's domain, when the interface is up.</summary>
    public static void Deliver(INetStack stack, NetInterface netInterface, NetBuffer buffer)
    {
        buffer.InterfaceIndex = netInterface.Index;
        if (!netInterface.IsUp)
        {
            stack.Drop(buffer, DropReason.InterfaceDown);
            return;
        }

        var statistics = netInterface.Statistics;
        statistics.ReceivedPackets++;
        statistics.ReceivedOctets += buffer.Size;
        if ((buffer.Flags & BufferFlags.Multicast) != 0)
            statistics.ReceivedMulticasts++;
        netInterface.Domain.Protocol.Receive(buffer);
    }

    // A packet without a readable destination goes to the first interface: the domain says what is wrong with it.
    private static NetInterface? Choose(NetDomain domain, NetDevice device, NetBuffer buffer)
    {
        if (domain.Protocol.TryPeekDestination(buffer, out var destination)
            && domain.Addresses.Match(destination, device, out var match) != AddressMatch.None)
            return (NetInterface)match!.Interface;
        NetInterface? first = null;
        foreach (var candidate in domain.InterfaceList)
        {
            if (candidate.Device != device)
                continue;
            if (candidate.IsUp)
                return candidate;
            first ??= candidate;
        }

        return first;
    }
}
