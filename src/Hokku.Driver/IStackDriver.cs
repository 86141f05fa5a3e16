using System.Net.Sockets;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver;

/// <summary>
/// The one door into a stack: the seed's driver in /dev/net. It opens sockets and passes every other command to the socket module. Callable from any
/// thread; no call waits for the network.
/// </summary>
public interface IStackDriver : IDisposable
{
    /// <summary>The name of the host behind the door.</summary>
    string HostName { get; }

    /// <summary>
    /// Opens a socket. AddressFamilyNotSupported, SocketNotSupported (type) or ProtocolNotSupported when no chain of modules fits; AccessDenied for raw and link
    /// sockets of a host that is somebody else's; TooManyOpenSockets at the limit of this client.
    /// </summary>
    /// <param name="family">The domain.</param>
    /// <param name="type">What kind of socket: a stream, datagrams, raw packets.</param>
    /// <param name="protocol">The transport's number; 0 for the usual one of the type.</param>
    /// <param name="owner">The process that netstat shows; 0 for this one.</param>
    /// <param name="socket">The socket, when the answer is Success.</param>
    SocketError Open(NetFamily family, SocketType type, int protocol, int owner, out IDriverSocket? socket);

    /// <summary>
    /// Gives a command that is not one socket's (interfaces, routes, ARP, lists). The argument is a structure of Hokku.Wire.Control, or as many as there is room for.
    /// NoBufferSpaceAvailable when a list does not fit: <paramref name="length"/> then says how many octets it needs.
    /// </summary>
    /// <param name="command">What to do.</param>
    /// <param name="argument">Read and overwritten.</param>
    /// <param name="length">Octets of the argument that were written.</param>
    SocketError Control(DriverCommand command, Span<byte> argument, out int length);
}
