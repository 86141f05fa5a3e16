using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>The argument of a command about one interface: the counterpart of struct ifreq.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InterfaceRequest
{
    /// <summary>The interface's name; empty where <see cref="Index"/> names it.</summary>
    public NameText Name;

    /// <summary>An address, mask, broadcast address or destination, by command.</summary>
    public NetAddress Address;

    /// <summary>The interface's index.</summary>
    public int Index;

    /// <summary>Flags, MTU, metric, media or type, by command.</summary>
    public int Value;
}
