using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>The value of the membership options: the counterpart of struct group_source_req (RFC 3678).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MulticastRequest
{
    public NetAddress Group;

    /// <summary>Unspecified where the option needs no source.</summary>
    public NetAddress Source;

    /// <summary>An address of the interface; unspecified where <see cref="InterfaceIndex"/> says which.</summary>
    public NetAddress Interface;

    /// <summary>0 for the one that the route to the group takes.</summary>
    public int InterfaceIndex;
}
