using System.Net.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Network.Sockets;

/// <summary>Which option of the driver each option of System.Net.Sockets with a number as its value is.</summary>
internal static class OptionNames
{
    private static readonly Dictionary<(SocketOptionLevel, SocketOptionName), (SocketLevel, int)> Table = new()
    {
        [(SocketOptionLevel.Socket, SocketOptionName.Debug)] = (SocketLevel.Socket, (int)SocketOption.Debug),
        [(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)] = (SocketLevel.Socket, (int)SocketOption.AcceptConnections),
        [(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress)] = (SocketLevel.Socket, (int)SocketOption.ReuseAddress),
        [(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)] = (SocketLevel.Socket, (int)SocketOption.KeepAlive),
        [(SocketOptionLevel.Socket, SocketOptionName.DontRoute)] = (SocketLevel.Socket, (int)SocketOption.DontRoute),
        [(SocketOptionLevel.Socket, SocketOptionName.Broadcast)] = (SocketLevel.Socket, (int)SocketOption.Broadcast),
        [(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline)] = (SocketLevel.Socket, (int)SocketOption.OutOfBandInline),
        [(SocketOptionLevel.Socket, SocketOptionName.SendBuffer)] = (SocketLevel.Socket, (int)SocketOption.SendBuffer),
        [(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer)] = (SocketLevel.Socket, (int)SocketOption.ReceiveBuffer),
        [(SocketOptionLevel.Socket, SocketOptionName.SendLowWater)] = (SocketLevel.Socket, (int)SocketOption.SendLowWater),
        [(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater)] = (SocketLevel.Socket, (int)SocketOption.ReceiveLowWater),
        [(SocketOptionLevel.Socket, SocketOptionName.Error)] = (SocketLevel.Socket, (int)SocketOption.Error),
        [(SocketOptionLevel.Socket, SocketOptionName.Type)] = (SocketLevel.Socket, (int)SocketOption.Type),
        [(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded)] = (SocketLevel.IP, (int)IPOption.HeaderIncluded),
        [(SocketOptionLevel.IP, SocketOptionName.TypeOfService)] = (SocketLevel.IP, (int)IPOption.TypeOfService),
        [(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive)] = (SocketLevel.IP, (int)IPOption.TimeToLive),
        [(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive)] = (SocketLevel.IP, (int)IPOption.MulticastTimeToLive),
        [(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback)] = (SocketLevel.IP, (int)IPOption.MulticastLoop),
        [(SocketOptionLevel.IP, SocketOptionName.DontFragment)] = (SocketLevel.IP, (int)IPOption.DontFragment),
        [(SocketOptionLevel.IP, SocketOptionName.PacketInformation)] = (SocketLevel.IP, (int)IPOption.PacketInformation),
        [(SocketOptionLevel.Tcp, SocketOptionName.NoDelay)] = (SocketLevel.Tcp, (int)TcpOption.NoDelay),
        [(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)] = (SocketLevel.Tcp, (int)TcpOption.KeepIdle),
        [(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)] = (SocketLevel.Tcp, (int)TcpOption.KeepInterval),
        [(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount)] = (SocketLevel.Tcp, (int)TcpOption.KeepCount),
    };

    private static readonly Dictionary<(SocketOptionLevel, SocketOptionName), IPOption> MembershipTable = new()
    {
        [(SocketOptionLevel.IP, SocketOptionName.AddMembership)] = IPOption.AddMembership,
        [(SocketOptionLevel.IP, SocketOptionName.DropMembership)] = IPOption.DropMembership,
        [(SocketOptionLevel.IP, SocketOptionName.AddSourceMembership)] = IPOption.AddSourceMembership,
        [(SocketOptionLevel.IP, SocketOptionName.DropSourceMembership)] = IPOption.DropSourceMembership,
        [(SocketOptionLevel.IP, SocketOptionName.BlockSource)] = IPOption.BlockSource,
        [(SocketOptionLevel.IP, SocketOptionName.UnblockSource)] = IPOption.UnblockSource,
    };

    public static bool TryGet(SocketOptionLevel level, SocketOptionName name, out SocketLevel ours, out int option)
    {
        bool found = Table.TryGetValue((level, name), out var entry);
        (ours, option) = entry;
        return found;
    }

    public static bool TryGetMembership(SocketOptionLevel level, SocketOptionName name, out IPOption option) =>
        MembershipTable.TryGetValue((level, name), out option);
}
