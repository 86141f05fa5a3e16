using System.Net;
using System.Net.Sockets;
using Hokku.Driver;

namespace Hokku.Network;

/// <summary>What an application holds of a host: its sockets, and its state. Made over the in-process driver or over a published one; the application cannot tell which.</summary>
public sealed class NetworkHost(IStackDriver driver)
{
    /// <summary>The host's name.</summary>
    public string Name => Driver.HostName;

    /// <summary>The door to the stack.</summary>
    public IStackDriver Driver { get; } = driver;

    /// <summary>Interfaces, routes, neighbours, sockets, modules and counters.</summary>
    public NetworkRoster Roster { get; } = new(driver);

    /// <summary>Opens a socket of IPv4.</summary>
    /// <exception cref="SocketException">No chain of modules serves this type and protocol, or it is not this user's to open.</exception>
    public HokkuSocket CreateSocket(SocketType type, ProtocolType protocol = ProtocolType.Unspecified) => new(Driver, AddressFamily.InterNetwork, type, protocol);

    /// <summary>Listens for TCP connections.</summary>
    /// <exception cref="SocketException">AddressAlreadyInUse and what else bind and listen may answer.</exception>
    public HokkuSocket Listen(IPEndPoint endPoint, int backlog = 1024)
    {
        var socket = CreateSocket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Listens on a port of every address.</summary>
    public HokkuSocket Listen(int port, int backlog = 1024) => Listen(new IPEndPoint(IPAddress.Any, port), backlog);

    /// <summary>Connects by TCP.</summary>
    /// <exception cref="SocketException">ConnectionRefused, TimedOut, HostUnreachable and their kin.</exception>
    public async ValueTask<HokkuSocket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        var socket = CreateSocket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
