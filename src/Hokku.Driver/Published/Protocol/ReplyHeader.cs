using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>What stands before an answer's octets.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ReplyHeader
{
    public SocketError Error;

    /// <summary>Octets that follow: the argument without the zeros at its end.</summary>
    public int Length;

    /// <summary>The length that the call answered.</summary>
    public int Number;
    public int Handle;
    public SocketEvents Events;
    public SocketPhase Phase;
    public NetAddress Address;
}
