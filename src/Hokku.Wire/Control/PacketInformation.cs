using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>Ancillary data that tells where a datagram arrived: the counterpart of struct in_pktinfo.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PacketInformation
{
    public int InterfaceIndex;

    /// <summary>The destination in the packet's header.</summary>
    public NetAddress Destination;
}
