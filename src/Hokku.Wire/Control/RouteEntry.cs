using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>A route as commands give and list it: the counterpart of struct route_entry.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RouteEntry
{
    /// <summary>The interface's name; may be empty where a gateway or source tells it.</summary>
    public NameText Interface;

    public NetAddress Destination;

    /// <summary>Unspecified: a host route, or the default route when the destination is unspecified too.</summary>
    public NetAddress Mask;
    public NetAddress Gateway;

    /// <summary>Told by GetRoute: the source address that would be used.</summary>
    public NetAddress Source;
    public RouteFlags Flags;

    /// <summary>0 for the interface's.</summary>
    public int Mtu;

    /// <summary>Among routes of equal prefix length the lower one wins; 0 for the interface's.</summary>
    public int Metric;
    public NetFamily Family;
}
