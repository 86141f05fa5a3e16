using System.Net.Sockets;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Abstractions;

/// <summary>A socket as protocols see it: Haiku's net_socket. Options, addresses, notification; little logic.</summary>
public interface INetSocket
{
    INetStack Stack { get; }

    NetFamily Family { get; }

    SocketType Type { get; }

    int Protocol { get; }

    /// <summary>The top of the chain.</summary>
    NetProtocol First { get; }

    /// <summary>Our address; unspecified until bound.</summary>
    ref NetAddress Address { get; }

    /// <summary>The peer's; unspecified until connected.</summary>
    ref NetAddress Peer { get; }

    SocketOptions Options { get; set; }

    /// <summary>Null when off; zero aborts at close.</summary>
    TimeSpan? Linger { get; set; }

    /// <summary>Octets that may wait to be sent or acknowledged.</summary>
    int SendBufferSize { get; set; }

    /// <summary>Octets that may wait to be read.</summary>
    int ReceiveBufferSize { get; set; }

    int SendLowWater { get; }

    int ReceiveLowWater { get; }

    /// <summary>The interface the socket is bound to; 0 for any.</summary>
    int BoundInterface { get; }

    /// <summary>The pending error, told by the next call; set by protocols.</summary>
    SocketError Error { get; set; }

    /// <summary>The user has let go of it.</summary>
    bool IsClosed { get; }

    /// <summary>The listener that an accepted or pending socket came from, while that is open.</summary>
    INetSocket? Parent { get; }

    /// <summary>Something may be possible now that was not before; waiters are told when the stack is left.</summary>
    void Notify(SocketEvents events);

    /// <summary>The protocol is done with a closed socket: the chain is freed. See <see cref="NetProtocol.Close"/>.</summary>
    void Detach();

    // ---- listeners

    /// <summary>Makes a socket for a connection that comes in, with the options of this listener. Null when the backlog is full.</summary>
    INetSocket? SpawnPending();

    /// <summary>This pending socket's connection is established: it can be accepted.</summary>
    void SetConnected();

    /// <summary>This pending or connected socket's connection has failed before it was accepted: forget it.</summary>
    void SetAborted();

    /// <summary>Takes the oldest established connection; null when there is none.</summary>
    INetSocket? DequeueConnected();

    /// <summary>How many connections may wait to be accepted.</summary>
    int Backlog { get; set; }

    /// <summary>Connections that wait to be accepted.</summary>
    int ConnectedCount { get; }

    /// <summary>Connections that are being established.</summary>
    int PendingCount { get; }
}
