using System.Net.Sockets;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver;

/// <summary>
/// A socket behind the driver. No call waits: WouldBlock means that the sink will be told when trying again makes sense. Callable from any thread.
/// </summary>
public interface IDriverSocket
{
    NetFamily Family { get; }

    SocketType Type { get; }

    /// <summary>The protocol's number as the socket was opened with it.</summary>
    int Protocol { get; }

    /// <summary>Who is told of events; null for nobody. Set it before the first call that may answer WouldBlock.</summary>
    IDriverSink? Sink { get; set; }

    SocketError Bind(in NetAddress address);

    /// <summary>InProgress: Write tells of success, Error of failure, and <see cref="SocketOption.Error"/> of its reason.</summary>
    SocketError Connect(in NetAddress peer);

    SocketError Listen(int backlog);

    SocketError Accept(out IDriverSocket? accepted);

    /// <summary>Sends some or all octets of a stream, or one datagram.</summary>
    /// <param name="octets">The payload.</param>
    /// <param name="flags">OutOfBand, DontRoute, More and End have a meaning here.</param>
    /// <param name="destination">Where a datagram goes; unspecified for the connected peer.</param>
    /// <param name="sent">How many octets were taken.</param>
    SocketError Send(ReadOnlySpan<byte> octets, MessageFlags flags, in NetAddress destination, out int sent);

    /// <summary>Receives some octets of a stream, 0 at its end, or one datagram, cut when it is longer than the room for it.</summary>
    /// <param name="octets">The room.</param>
    /// <param name="flags">Peek, OutOfBand and Truncate (answer a datagram's real length) have a meaning here.</param>
    /// <param name="message">What is told beside the payload.</param>
    /// <param name="received">How many octets were written, or the datagram's real length when Truncate was asked.</param>
    SocketError Receive(Span<byte> octets, MessageFlags flags, ref DriverMessage message, out int received);

    /// <summary>Sends datagrams, in order, with one entry into the stack where that can be. What was sent before an error is sent.</summary>
    /// <param name="datagrams">What to send.</param>
    /// <param name="sent">How many were taken.</param>
    SocketError SendMany(ReadOnlySpan<DriverDatagram> datagrams, out int sent)
    {
        for (sent = 0; sent < datagrams.Length; sent++)
        {
            ref readonly var each = ref datagrams[sent];
            var error = Send(each.Room.Span[..each.Length], MessageFlags.None, each.Address, out _);
            if (error != SocketError.Success)
                return error;
        }

        return SocketError.Success;
    }

    /// <summary>Receives the datagrams that are there, as many as have room, with one entry into the stack where that can be. WouldBlock when there is none.</summary>
    /// <param name="datagrams">Rooms; lengths and sources are written.</param>
    /// <param name="received">How many came.</param>
    SocketError ReceiveMany(Span<DriverDatagram> datagrams, out int received)
    {
        for (received = 0; received < datagrams.Length; received++)
        {
            ref var each = ref datagrams[received];
            var message = default(DriverMessage);
            var error = Receive(each.Room.Span, MessageFlags.None, ref message, out each.Length);
            if (error != SocketError.Success)
                return received > 0 ? SocketError.Success : error;
            each.Address = message.Source;
            each.SegmentSize = 0;
        }

        return SocketError.Success;
    }

    SocketError Shutdown(SocketShutdown direction);

    /// <summary>Lets go of the socket; what was sent is still delivered. Further calls answer NotSocket.</summary>
    void Close();

    /// <summary>Lets go of the socket and drops what was not delivered; a connection is reset.</summary>
    void Abort();

    /// <summary>Reads an option; <paramref name="length"/> octets were written. ProtocolOption when nobody knows it.</summary>
    SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length);

    SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value);

    /// <summary>A command on this socket (ioctl), see <see cref="IStackDriver.Control"/>.</summary>
    SocketError Control(DriverCommand command, Span<byte> argument, out int length);

    /// <summary>Our address, unspecified until bound.</summary>
    SocketError GetLocalAddress(out NetAddress address);

    /// <summary>The peer's address; NotConnected when there is none.</summary>
    SocketError GetPeerAddress(out NetAddress address);

    /// <summary>What the socket is ready for now.</summary>
    SocketEvents Poll();
}
