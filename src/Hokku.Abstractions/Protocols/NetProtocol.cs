using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Abstractions;

/// <summary>
/// A link of a socket's chain: Haiku's net_protocol. What a link does not care for it passes to <see cref="Next"/>; the defaults here do that.
/// Calls never wait: they answer WouldBlock, and the socket is notified when trying again makes sense. Whoever is handed a buffer owns it.
/// </summary>
public abstract class NetProtocol(INetSocket socket)
{
    private NetProtocol? _next;

    public INetSocket Socket { get; } = socket;

    /// <summary>The link below. The domain protocol, last in the chain, has none.</summary>
    public NetProtocol Next
    {
        get => _next ?? throw new InvalidOperationException("The domain protocol is the last of its chain.");
        set => _next = value;
    }

    /// <summary>The module that made the link.</summary>
    public abstract INetModule Module { get; }

    /// <summary>The domain at the end of the chain.</summary>
    public virtual INetDomain Domain => Next.Domain;

    /// <summary>The user has opened the socket; called on the first link only, which passes it on.</summary>
    public virtual SocketError Open() => _next?.Open() ?? SocketError.Success;

    /// <summary>
    /// The user has let go of the socket. A protocol with work left to do goes on without the user and calls <see cref="INetSocket.Detach"/>
    /// when it is done; the default has none and does so at once.
    /// </summary>
    public virtual void Close() => Socket.Detach();

    /// <summary>The stack ends (last interface gone, unload): drop everything now, without a word to the network, and Detach when closed.</summary>
    public virtual void Abandon(SocketError error)
    {
    }

    /// <summary>The chain is freed: give back what is held. Called on each link.</summary>
    public virtual void Free()
    {
    }

    /// <summary>InProgress when the answer comes later, by Write or Error.</summary>
    public virtual SocketError Connect(in NetAddress peer) => Next.Connect(peer);

    public virtual SocketError Accept(out INetSocket? accepted)
    {
        accepted = null;
        return SocketError.OperationNotSupported;
    }

    public virtual SocketError Bind(in NetAddress address) => Next.Bind(address);

    public virtual SocketError Listen(int backlog) => SocketError.OperationNotSupported;

    public virtual SocketError Shutdown(SocketShutdown direction) => SocketError.OperationNotSupported;

    /// <summary>How many octets a Send would take now. Streams only; datagram protocols answer what one datagram may carry.</summary>
    public virtual int SendSpace => 0;

    /// <summary>
    /// Sends what the user gave. Streams take the whole buffer: the socket module never sends more than <see cref="SendSpace"/>.
    /// A datagram's destination is in the buffer, or unspecified for the peer.
    /// </summary>
    public abstract SocketError Send(NetBuffer buffer, MessageFlags flags);

    /// <summary>
    /// The route that this socket's packets to the destination take, by the options of the layers below (multicast interface, permission to
    /// broadcast, don't route), and the source they get when <paramref name="source"/> is not specified yet; its port stays.
    /// </summary>
    /// <returns>NetworkUnreachable without a route, AccessDenied for a broadcast without permission, AddressNotAvailable without a source.</returns>
    public virtual SocketError FindRoute(in NetAddress destination, ref NetAddress source, out NetRoute? route) =>
        Next.FindRoute(destination, ref source, out route);

    /// <summary>Sends a transport packet by a known route, with this socket's options of the layers below.</summary>
    public virtual SocketError SendRouted(NetRoute route, NetBuffer buffer) => Next.SendRouted(route, buffer);

    /// <summary>
    /// Takes up to <paramref name="maximum"/> octets (streams) or one datagram, whole. WouldBlock when there is nothing;
    /// Success with null at the end of the stream.
    /// </summary>
    public virtual SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer)
    {
        buffer = null;
        return SocketError.OperationNotSupported;
    }

    /// <summary>Octets that can be read at once.</summary>
    public virtual int ReadAvailable => 0;

    /// <summary>What the socket is ready for now.</summary>
    public virtual SocketEvents Poll() => SocketEvents.None;

    /// <summary>The largest payload that the layer above may hand down for this destination. Octets.</summary>
    public virtual int MaximumPayload(in NetAddress destination) => Next.MaximumPayload(destination);

    /// <summary>Reads an option; <paramref name="length"/> octets were written. ProtocolOption when nobody knows it.</summary>
    public virtual SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length)
    {
        length = 0;
        return _next?.GetOption(level, option, value, out length) ?? SocketError.ProtocolOption;
    }

    public virtual SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value) =>
        _next?.SetOption(level, option, value) ?? SocketError.ProtocolOption;

    /// <summary>A command of the driver that concerns this socket's protocol.</summary>
    public virtual SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        return _next?.Control(command, argument, out length) ?? SocketError.OperationNotSupported;
    }

    /// <summary>Whether the layers below let a packet pass to this socket, and what they add to it as ancillary data (multicast filters, PKTINFO).</summary>
    public virtual bool Deliver(NetBuffer buffer) => _next?.Deliver(buffer) ?? true;

    /// <summary>The protocol's word for its state as netstat shows it; empty where there is none.</summary>
    public virtual string State => "";

    /// <summary>Octets that wait to be sent or acknowledged.</summary>
    public virtual int SendQueued => 0;
}
