using System.Net;
using System.Net.Sockets;
using Hokku.Driver;
using Hokku.Network;
using Hokku.Stack;
using Xunit;

namespace Hokku.Tests.Network;

/// <summary>What the contract tests share: they run over every kind of door, with the same code.</summary>
public abstract class DoorContract : IDisposable
{
    /// <summary>No test hangs: what should have come has not when this ends.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lazy<TwoHosts> _hosts;

    protected DoorContract() => _hosts = new(() => new TwoHosts(Door));

    protected NetworkHost A => _hosts.Value.A;

    protected NetworkHost B => _hosts.Value.B;

    internal TwoHosts Hosts => _hosts.Value;

    public void Dispose()
    {
        if (_hosts.IsValueCreated)
            _hosts.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a door, and what has to be disposed of after it.</summary>
    protected abstract (IStackDriver Door, IDisposable? Behind) Door(NetStack stack);

    protected static IPEndPoint At(IPAddress address, int port) => new(address, port);

    protected static SocketError ErrorOf(Action action) => Assert.Throws<SocketException>(action).SocketErrorCode;

    protected static async Task<SocketError> ErrorOf(Func<Task> action) => (await Assert.ThrowsAsync<SocketException>(action)).SocketErrorCode;

    /// <summary>A connection from A to B.</summary>
    protected async Task<(HokkuSocket Client, HokkuSocket Server)> Connect(int port = 7000)
    {
        using var listener = B.Listen(port);
        var accept = listener.AcceptAsync().AsTask();
        var client = await A.ConnectAsync(At(TwoHosts.AddressB, port)).AsTask().WaitAsync(Patience);
        return (client, await accept.WaitAsync(Patience));
    }

    protected static async Task<byte[]> ReadAll(HokkuSocket socket)
    {
        var all = new MemoryStream();
        var buffer = new byte[16384];
        int received;
        while ((received = await socket.ReceiveAsync(buffer).AsTask().WaitAsync(Patience)) > 0)
            all.Write(buffer, 0, received);
        return all.ToArray();
    }

    protected static byte[] Pattern(int length)
    {
        var octets = new byte[length];
        new Random(length).NextBytes(octets);
        return octets;
    }
}
