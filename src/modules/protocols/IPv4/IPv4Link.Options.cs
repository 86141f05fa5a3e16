using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <content>Socket options of the level IP.</content>
internal sealed partial class IPv4Link
{
    public override SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length)
    {
        length = 0;
        if (level != SocketLevel.IP)
            return SocketError.ProtocolOption;
        if ((IPOption)option == IPOption.Options)
        {
            if (value.Length < _traits.Options.Length)
                return SocketError.Fault;
            _traits.Options.CopyTo(value);
            length = _traits.Options.Length;
            return SocketError.Success;
        }

        var error = GetNumber((IPOption)option, out int number);
        if (error != SocketError.Success)
            return error;
        if (!MemoryMarshal.TryWrite(value, number))
            return SocketError.Fault;
        length = sizeof(int);
        return SocketError.Success;
    }

    private SocketError GetNumber(IPOption option, out int number)
    {
        number = option switch
        {
            IPOption.TypeOfService => _traits.TypeOfService,
            IPOption.TimeToLive => _traits.TimeToLive,
            IPOption.HeaderIncluded => Number(_headerIncluded),
            IPOption.MtuDiscover => (int)_traits.Discovery,
            IPOption.DontFragment => Number(_traits.Discovery is MtuDiscovery.Always or MtuDiscovery.Probe),
            IPOption.MulticastTimeToLive => _traits.MulticastTimeToLive,
            IPOption.MulticastLoop => Number(_traits.MulticastLoop),
            IPOption.MulticastInterface => _traits.MulticastInterface,
            IPOption.Mtu => Socket.Peer.IsUnspecified ? -1 : _module.PathMtu(Socket.Peer),
            _ => WishOf(option) is var wish and not AncillaryWishes.None ? Number((_wishes & wish) != 0) : -2,
        };
        return number switch
        {
            -1 => SocketError.NotConnected,
            -2 => SocketError.ProtocolOption,
            _ => SocketError.Success,
        };
    }

    public override SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value)
    {
        if (level != SocketLevel.IP)
            return SocketError.ProtocolOption;
        switch ((IPOption)option)
        {
            case IPOption.Options:
                return SetOptions(value);
            case IPOption.MulticastInterface:
                return SetMulticastInterface(value);
            case >= IPOption.AddMembership and <= IPOption.LeaveSourceGroup:
                return MemoryMarshal.TryRead(value, out MulticastRequest request) ? ChangeMembership((IPOption)option, request) : SocketError.InvalidArgument;
        }

        return MemoryMarshal.TryRead(value, out int number) ? SetNumber((IPOption)option, number) : SocketError.InvalidArgument;
    }

    private SocketError SetNumber(IPOption option, int number)
    {
        bool valid = option switch
        {
            IPOption.TypeOfService => number is >= 0 and <= 255,
            IPOption.TimeToLive => number is -1 or (>= 1 and <= 255),
            IPOption.MulticastTimeToLive => number is >= -1 and <= 255,
            IPOption.MtuDiscover => number is >= 0 and <= 3,
            IPOption.HeaderIncluded => IsRaw,
            _ => true,
        };
        if (!valid)
            return SocketError.InvalidArgument;
        switch (option)
        {
            case IPOption.TypeOfService:
                _traits.TypeOfService = (byte)number;
                break;
            case IPOption.TimeToLive:
                _traits.TimeToLive = number < 0 ? SendTraits.DefaultTimeToLive : (byte)number;
                break;
            case IPOption.MulticastTimeToLive:
                _traits.MulticastTimeToLive = number < 0 ? (byte)1 : (byte)number;
                break;
            case IPOption.MtuDiscover:
                _traits.Discovery = (MtuDiscovery)number;
                break;
            case IPOption.DontFragment:
                _traits.Discovery = number != 0 ? MtuDiscovery.Always : MtuDiscovery.Want;
                break;
            case IPOption.HeaderIncluded:
                _headerIncluded = number != 0;
                break;
            case IPOption.MulticastLoop:
                _traits.MulticastLoop = number != 0;
                break;
            default:
                return SetWish(option, number != 0);
        }

        return SocketError.Success;
    }

    private SocketError SetWish(IPOption option, bool on)
    {
        var wish = WishOf(option);
        if (wish == AncillaryWishes.None)
            return SocketError.ProtocolOption;
        _wishes = on ? _wishes | wish : _wishes & ~wish;
        return SocketError.Success;
    }

    /// <summary>Options for every packet: each must be well formed, and source routes are not for users (RFC 7126, 4.3).</summary>
    private SocketError SetOptions(ReadOnlySpan<byte> value)
    {
        if (value.Length > IPv4Header.MostLength - IPv4Header.LeastLength)
            return SocketError.InvalidArgument;
        var options = IPv4Options.Of(value);
        while (options.MoveNext())
        {
            if (!options.Current.IsValid || options.Current.IsSourceRoute)
                return SocketError.InvalidArgument;
        }

        if (options.IsMalformed)
            return SocketError.InvalidArgument;
        var padded = new byte[(value.Length + 3) & ~3];
        value.CopyTo(padded);
        _traits.Options = padded;
        return SocketError.Success;
    }

    /// <summary>An index as a number, or a MulticastRequest that names the interface by address or index.</summary>
    private SocketError SetMulticastInterface(ReadOnlySpan<byte> value)
    {
        var request = new MulticastRequest { Group = new NetAddress(new IPv4Address(224, 0, 0, 1)) };
        if (value.Length == sizeof(int))
            request.InterfaceIndex = MemoryMarshal.Read<int>(value);
        else if (!MemoryMarshal.TryRead(value, out request))
            return SocketError.InvalidArgument;
        if (request.InterfaceIndex == 0 && (request.Interface.IsUnspecified || request.Interface.IPv4.IsAny))
        {
            _traits.MulticastInterface = 0;
            return SocketError.Success;
        }

        if (FindInterface(request) is not { } netInterface)
            return SocketError.AddressNotAvailable;
        _traits.MulticastInterface = netInterface.Index;
        return SocketError.Success;
    }

    private static AncillaryWishes WishOf(IPOption option) => option switch
    {
        IPOption.PacketInformation => AncillaryWishes.PacketInformation,
        IPOption.ReceiveDestinationAddress => AncillaryWishes.DestinationAddress,
        IPOption.ReceiveTimeToLive => AncillaryWishes.TimeToLive,
        IPOption.ReceiveTypeOfService => AncillaryWishes.TypeOfService,
        IPOption.ReceiveOptions => AncillaryWishes.Options,
        _ => AncillaryWishes.None,
    };

    private static int Number(bool on) => on ? 1 : 0;
}
