using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;

namespace Hokku.Datalink.Arp;

/// <content>The interface's own addresses.</content>
internal sealed partial class ArpProtocol
{
    /// <summary>Whether the address is one of the interface's, and may be used.</summary>
    internal bool Owns(IPv4Address address)
    {
        var addresses = Interface.Addresses;
        for (int i = 0; i < addresses.Count; i++)
        {
            if (IsInternet(addresses[i]) && addresses[i].Local.IPv4 == address && !addresses[i].IsConflicted)
                return true;
        }

        return false;
    }

    /// <summary>Whether the address is in a network of the interface.</summary>
    internal bool HasNetworkOf(IPv4Address address) => !FindInNetwork(address).IsAny;

    /// <summary>Our address to ask from: one of the target's network where there is one (RFC 826 knows no networks, receivers do).</summary>
    internal IPv4Address SenderFor(IPv4Address target)
    {
        var sender = FindInNetwork(target);
        var addresses = Interface.Addresses;
        for (int i = 0; i < addresses.Count && sender.IsAny; i++)
        {
            if (IsInternet(addresses[i]) && !addresses[i].IsConflicted)
                sender = addresses[i].Local.IPv4;
        }

        return sender;
    }

    /// <summary>Sees whether the packet contradicts one of our addresses, and acts on it. True when it does.</summary>
    internal bool NoticeConflict(in ArpPacket packet)
    {
        foreach (var watched in _watched.Values)
        {
            if (watched.NoticeConflict(packet))
            {
                module.Statistics.Conflicts.Add();
                return true;
            }
        }

        return false;
    }

    private static bool IsInternet(InterfaceAddress address) => address.Local.Family == NetFamily.Internet;

    private IPv4Address FindInNetwork(IPv4Address target)
    {
        var addresses = Interface.Addresses;
        for (int i = 0; i < addresses.Count; i++)
        {
            var address = addresses[i];
            if (!IsInternet(address) || address.IsConflicted || address.Local.IPv4.IsAny)
                continue;
            var mask = IPv4Address.Mask(address.PrefixLength);
            if ((address.Local.IPv4 & mask) == (target & mask))
                return address.Local.IPv4;
        }

        return default;
    }

    private bool IsBroadcast(IPv4Address address)
    {
        if (address == IPv4Address.Broadcast)
            return true;
        var addresses = Interface.Addresses;
        for (int i = 0; i < addresses.Count; i++)
        {
            if (addresses[i].Broadcast.Family == NetFamily.Internet && addresses[i].Broadcast.IPv4 == address)
                return true;
        }

        return false;
    }
}
