using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>A neighbour as commands set and list it: the counterpart of Haiku's arp_control.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ArpEntry
{
    /// <summary>The interface's name; empty for the one whose network the address is in.</summary>
    public NameText Interface;
    public NetAddress Address;
    public NetAddress LinkAddress;
    public ArpFlags Flags;

    /// <summary>Seconds since the entry was last confirmed.</summary>
    public int Age;
}
