using Hokku.Buffers;

namespace Hokku.Abstractions;

/// <summary>A protocol that takes packets coming up, without any socket: the socket is unknown until the top-most protocol finds it.</summary>
public interface IReceivingProtocol
{
    /// <summary>
    /// Takes a packet. Its network header is removed and stored (see <see cref="NetBuffer"/>.RestoreHeader), its addresses are the network's with port 0,
    /// its InterfaceIndex is the receiving interface. The receiver owns the buffer from here on, whatever happens.
    /// </summary>
    void Receive(NetBuffer buffer);

    /// <summary>
    /// The network reports about a packet that we sent. The buffer holds what was quoted of it from the transport header on (at least
    /// 8 octets for ICMP); its source is our address, its destination the peer's. The receiver of the report owns it.
    /// </summary>
    void ErrorReceived(in NetworkError error, NetBuffer quoted);
}

/// <summary>
/// The last protocol of every chain of its family. Works without a socket and hands packets to the datalink module. Its own ErrorReceived takes
/// errors from the control protocol: the quoted packet begins with the network header there, which it checks and removes for the protocol concerned.
/// </summary>
public interface IDomainProtocol : IReceivingProtocol
{
    INetDomain Domain { get; }

    /// <summary>Sends without a socket: finds the route for the buffer's destination and, where the source is empty, the source. Protocol says the transport. Owns the buffer.</summary>
    System.Net.Sockets.SocketError Send(NetBuffer buffer);

    /// <summary>Sends without a socket by a route that is known.</summary>
    System.Net.Sockets.SocketError SendRouted(NetRoute route, NetBuffer buffer);

    /// <summary>The largest packet, network header included, that the path to the destination is known to carry. Octets.</summary>
    int PathMtu(in Wire.Addresses.NetAddress destination);

    /// <summary>
    /// A transport protocol has received MessageSize about a packet that it is sure to have sent (it has checked what was quoted): packets to the
    /// destination must not be larger for a while; a family without path MTU discovery does nothing. The domain protocol has corrected <see cref="NetworkError.Value"/> before it handed the error up.
    /// </summary>
    void LearnPathMtu(in Wire.Addresses.NetAddress destination, int mtu)
    {
    }

    /// <summary>Reads the destination of a packet whose network header is still on, for choosing the interface. False when it is malformed.</summary>
    bool TryPeekDestination(NetBuffer buffer, out Wire.Addresses.NetAddress destination);

    /// <summary>An interface of the domain has gone up; it may be on another link than before, where nobody knows of its groups.</summary>
    void InterfaceUp(INetInterface netInterface)
    {
    }

    /// <summary>Octets of network header that come on top of a transport payload (20 for IPv4 without options).</summary>
    int HeaderLength { get; }

    /// <summary>Answers a packet that came in with an error, by the rules and limits of the family. The buffer stays the caller's, its stored header with it.</summary>
    void ErrorReply(in NetworkError error, NetBuffer cause);
}
