using Hokku.Wire.Control;

namespace Hokku.Network.Sockets;

/// <summary>Which events wake whom.</summary>
internal static class SocketEventSets
{
    /// <summary>A receive or accept would not wait.</summary>
    public const SocketEvents Readable = SocketEvents.Read | Ended;

    /// <summary>A send or connect would not wait.</summary>
    public const SocketEvents Writable = SocketEvents.Write | SocketEvents.Error | SocketEvents.HangUp;

    /// <summary>Nothing more will be received than what is there.</summary>
    public const SocketEvents Ended = SocketEvents.PeerClosed | SocketEvents.Error | SocketEvents.HangUp;
}
