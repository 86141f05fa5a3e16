using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>One socket as netstat lists it: the counterpart of struct net_stat.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SocketEntry
{
    public NetFamily Family;

    /// <summary>A System.Net.Sockets.SocketType.</summary>
    public byte Type;
    public int Protocol;

    /// <summary>The process that opened it; our own for sockets of this process.</summary>
    public int Owner;

    /// <summary>The protocol's word for its state, such as "established"; empty where there is none.</summary>
    public NameText State;
    public NetAddress Address;
    public NetAddress Peer;
    public int ReceiveQueue;
    public int SendQueue;
}
