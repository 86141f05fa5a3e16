using System.Net;
using System.Net.Sockets;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>One socket of a host, as netstat lists it.</summary>
public sealed class SocketState
{
    internal SocketState(in SocketEntry entry)
    {
        Type = (SocketType)entry.Type;
        Protocol = entry.Family switch
        {
            NetFamily.Internet when Type == SocketType.Stream => "tcp",
            NetFamily.Internet when Type == SocketType.Dgram => entry.Protocol == 1 ? "icmp" : "udp",
            NetFamily.Internet => "raw",
            _ => entry.Family.ToString().ToLowerInvariant(),
        };
        Owner = entry.Owner;
        State = entry.State.ToString();
        LocalEndPoint = EndPointOf(entry.Address);
        RemoteEndPoint = EndPointOf(entry.Peer);
        ReceiveQueue = entry.ReceiveQueue;
        SendQueue = entry.SendQueue;
    }

    /// <summary>tcp, udp, icmp, raw or link.</summary>
    public string Protocol { get; }

    public SocketType Type { get; }

    /// <summary>The process that opened it.</summary>
    public int Owner { get; }

    /// <summary>The protocol's word, such as "established"; empty where there is none.</summary>
    public string State { get; }

    public IPEndPoint? LocalEndPoint { get; }

    public IPEndPoint? RemoteEndPoint { get; }

    /// <summary>Octets that wait to be read.</summary>
    public int ReceiveQueue { get; }

    /// <summary>Octets that wait to be sent or acknowledged.</summary>
    public int SendQueue { get; }

    private static IPEndPoint? EndPointOf(in NetAddress address) =>
        address.Family == NetFamily.Internet ? new IPEndPoint(address.ToIPAddress(), address.Port) : null;
}
