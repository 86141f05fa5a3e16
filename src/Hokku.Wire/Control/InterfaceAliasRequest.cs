using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>One address of an interface with all that belongs to it: the counterpart of struct ifaliasreq.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InterfaceAliasRequest
{
    /// <summary>The interface's name; when it is new, the name of the device to make it on, "NAME:1" for a second one of the family.</summary>
    public NameText Name;

    /// <summary>Which of the interface's addresses, from 0 on; -1 for none in particular.</summary>
    public int Index;

    /// <summary>The family of a new interface that gets no address yet.</summary>
    public NetFamily Family;

    public NetAddress Address;

    /// <summary>Unspecified for the family's default.</summary>
    public NetAddress Mask;

    /// <summary>The broadcast address, or the peer of a point-to-point interface. Unspecified for the one that follows from the mask.</summary>
    public NetAddress Broadcast;
}
