using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;
using Xunit;

namespace Hokku.AspNetCore.Tests.Forwarding;

public sealed class ForwarderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Half_closes_pass_both_ways()
    {
        await using var hosts = new TwoHosts();
        using var listener = hosts.Edge.Network.Listen(7);
        await using var forwarder = LoopbackForwarder.Start(hosts.Client, "10.0.0.1", 7);
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(forwarder.EndPoint);
        using var server = await listener.AcceptAsync();
        await client.SendAsync("hi"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);

        var room = new byte[10];
        Assert.Equal(2, await server.ReceiveAsync(room).AsTask().WaitAsync(Patience));
        Assert.Equal(0, await server.ReceiveAsync(room).AsTask().WaitAsync(Patience));
        await server.SendAsync("ho!"u8.ToArray());
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal(3, await client.ReceiveAsync(room).WaitAsync(Patience));
        Assert.Equal(0, await client.ReceiveAsync(room).WaitAsync(Patience));
    }

    [Fact]
    public async Task A_reset_passes_and_so_does_a_refused_connection()
    {
        await using var hosts = new TwoHosts();
        using var listener = hosts.Edge.Network.Listen(7);
        await using var forwarder = LoopbackForwarder.Start(hosts.Client, "10.0.0.1", 7);
        await using var nowhere = LoopbackForwarder.Start(hosts.Client, "10.0.0.1", 9);
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(forwarder.EndPoint);
        (await listener.AcceptAsync()).Abort();
        var lost = await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new byte[1]).WaitAsync(Patience));
        using var other = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var refused = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await other.ConnectAsync(nowhere.EndPoint);
            await other.ReceiveAsync(new byte[1]).WaitAsync(Patience);
        });

        Assert.Equal(SocketError.ConnectionReset, lost.SocketErrorCode);
        Assert.Equal(SocketError.ConnectionReset, refused.SocketErrorCode);
    }

    [Fact]
    public async Task A_library_with_sockets_of_its_own_reaches_a_real_redis_through_two_hosts()
    {
        string socketFolder = Directory.CreateTempSubdirectory("hokku").FullName;
        int port = FreePort();
        using var redis = StartRedis(port, socketFolder);
        Assert.SkipWhen(redis is null, "redis-server is not installed (apt-get install redis-server)");
        try
        {
            await using var hosts = new TwoHosts();
            await using var published = KernelForwarder.Start(hosts.Edge, 6379, new IPEndPoint(IPAddress.Loopback, port));
            await using var forwarder = LoopbackForwarder.Start(hosts.Client, "10.0.0.1", 6379);
            await using var connection = await ConnectAsync(forwarder.EndPoint);
            var database = connection.GetDatabase();

            var pond = Encoding.ASCII.GetBytes(new string('~', 300_000));
            await database.StringSetAsync("pond", pond);
            await Task.WhenAll(Enumerable.Range(0, 200).Select(number => database.ListRightPushAsync("frogs", number)));

            Assert.Equal(pond, (byte[]?)await database.StringGetAsync("pond"));
            Assert.Equal(200, await database.ListLengthAsync("frogs"));
            Assert.Contains(hosts.Client.Network.Roster.Sockets(), socket => socket.RemoteEndPoint?.Port == 6379);
        }
        finally
        {
            redis!.Kill();
            await redis.WaitForExitAsync();
            Directory.Delete(socketFolder, recursive: true);
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(IPEndPoint endPoint)
    {
        var configuration = new ConfigurationOptions { EndPoints = { endPoint }, AbortOnConnectFail = false, ConnectRetry = 10, ConnectTimeout = 5000 };
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        await connection.GetDatabase().PingAsync();
        return connection;
    }

    private static Process? StartRedis(int port, string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--dir", folder, "--daemonize", "no"])
            {
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
