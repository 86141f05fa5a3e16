using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>What the server tells without being asked: one packet of the channel of events.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EventMessage
{
    public int Handle;
    public SocketEvents Events;

    /// <summary>A datagram socket's error, told by the next call.</summary>
    public SocketError Error;
    public SocketPhase Phase;

    /// <summary>After how many octets of the stream the urgent mark is; -1 for none yet.</summary>
    public long Mark;
}
