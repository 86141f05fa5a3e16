using System.Net;
using System.Net.Sockets;
using Hokku.Network;

namespace Hokku.Services;

/// <summary>A service on UDP: each datagram is answered, or not, by a function.</summary>
public sealed class DatagramService : Service
{
    private readonly HokkuSocket _socket;
    private readonly Func<Memory<byte>, int, int> _answer;

    /// <param name="host">The host to serve on.</param>
    /// <param name="name">The service's name.</param>
    /// <param name="port">The port.</param>
    /// <param name="answer">Given a buffer with a datagram and its length: puts the answer into the buffer and tells its length, or -1 for none.</param>
    /// <exception cref="SocketException">The port is taken, or the host has no UDP.</exception>
    public DatagramService(NetworkHost host, string name, int port, Func<Memory<byte>, int, int> answer)
        : base($"{name}/udp", port)
    {
        _answer = answer;
        _socket = host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Any, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[65536];
        var sender = new SocketAddress(AddressFamily.InterNetwork);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                int length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, sender, cancellationToken).ConfigureAwait(false);
                // RFC 862 and 864 services answering each other would never end: a low source port is a service's, not a client's.
                if (PortOf(sender) < 1024)
                    continue;
                int answer = _answer(buffer, length);
                if (answer >= 0)
                    await _socket.SendToAsync(buffer.AsMemory(0, answer), SocketFlags.None, sender, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException problem) when (problem.SocketErrorCode is not (SocketError.NotSocket or SocketError.OperationAborted or SocketError.NetworkDown or SocketError.Shutdown))
            {
                // An ICMP error about an earlier answer; the next datagram is another client's.
            }
            catch (Exception problem) when (IsExpected(problem))
            {
                return;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _socket.Dispose();
        base.Dispose(disposing);
    }

    private static int PortOf(SocketAddress address) => (address[2] << 8) | address[3];
}
