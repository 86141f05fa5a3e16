using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Abstractions;

/// <summary>
/// A socket as the driver sees it: the user's calls. Inside the stack only, unless said; never wait. Whoever is handed a buffer owns it.
/// </summary>
public interface ISocketCalls : INetSocket
{
    SocketError Bind(in NetAddress address);

    /// <summary>InProgress: the answer comes as Write or Error.</summary>
    SocketError Connect(in NetAddress peer);

    SocketError Listen(int backlog);

    SocketError Accept(out ISocketCalls? accepted);

    /// <summary>Streams: the buffer must fit into <see cref="SendSpaceHint"/>. Datagrams: the buffer's destination, or unspecified for the peer.</summary>
    SocketError Send(NetBuffer buffer, MessageFlags flags);

    /// <summary>See <see cref="NetProtocol.Read"/>. Out-of-band data with <see cref="MessageFlags.OutOfBand"/>.</summary>
    SocketError Receive(int maximum, MessageFlags flags, out NetBuffer? buffer);

    SocketError Shutdown(SocketShutdown direction);

    /// <summary>The user lets go. With linger on and zero the connection is aborted.</summary>
    void Close();

    SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length);

    SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value);

    /// <summary>A command on this socket: of its protocol, else of the socket module.</summary>
    SocketError Control(DriverCommand command, Span<byte> argument, out int length);

    SocketEvents Poll();

    int ReadAvailable { get; }

    /// <summary>
    /// How many octets a Send will take. Readable outside the stack: with one sender at a time it only grows until that sender sends, so that
    /// payload can be copied into a buffer before entering.
    /// </summary>
    int SendSpaceHint { get; }

    /// <summary>Who opened the socket: a process id, for netstat.</summary>
    int Owner { get; set; }

    /// <summary>Who is told of events, after the stack was left. Null for nobody.</summary>
    ISocketSink? Sink { get; set; }
}

/// <summary>Who is told, outside the stack, that a socket may be ready for something.</summary>
public interface ISocketSink
{
    /// <summary>Called by whichever thread left the stack: be quick, never wait, and run no user's code.</summary>
    void Ready(SocketEvents events);
}

/// <summary>The socket module: opens sockets, takes every command that is not one socket's.</summary>
public interface ISocketModule
{
    /// <summary>
    /// Loads what the chain needs and opens a socket. AddressFamilyNotSupported, SocketNotSupported (type) or ProtocolNotSupported when no chain fits.
    /// </summary>
    SocketError Open(NetFamily family, SocketType type, int protocol, out ISocketCalls? socket);

    /// <summary>A command without a socket: interfaces, routes, ARP, lists. <paramref name="length"/> octets of the argument were written.</summary>
    SocketError Control(DriverCommand command, Span<byte> argument, out int length);
}
