using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

/// <summary>The life of hosts with all built-in modules; buffers are balanced at the end of each.</summary>
public sealed class HostLifeTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Removing_the_last_interface_in_the_middle_of_a_transfer_leaves_nothing_behind()
    {
        using var network = new VirtualNetwork(seed: 42);
        var (a, b) = Pair(network);
        var (client, server) = Connect(a, b);
        Assert.Equal(SocketError.Success, Send(a, client, "some octets"));
        a.RemoveInterface("/dev/net/wire/w/0");
        var usage = a.Stack.GetUsage();
        output.WriteLine($"seed {network.Seed}, after the last interface: {usage}");
        Assert.Equal(default, usage);
        Assert.Equal(SocketError.NetworkDown, Send(a, client, "more"));
        a.Inside(client.Close);

        // The other end has not been told; it gives up by itself when it has something to send.
        Assert.Equal(SocketError.Success, Send(b, server, "is anybody there?"));
        network.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual(SocketEvents.None, b.Inside(server.Poll) & (SocketEvents.Error | SocketEvents.HangUp));
    }

    [Fact]
    public void A_host_comes_back_after_it_was_unloaded()
    {
        using var network = new VirtualNetwork();
        var (a, b) = Pair(network);
        for (int life = 0; life < 3; life++)
        {
            var (client, server) = Connect(a, b, (ushort)(7000 + life));
            a.Inside(client.Close);
            b.Inside(server.Close);
            network.Advance(TimeSpan.FromMinutes(5));
            a.RemoveInterface("/dev/net/wire/w/0");
            Assert.Equal(default, a.Stack.GetUsage());
            a.AddInterface("/dev/net/wire/w/0", "10.0.0.1/24");
        }
    }

    [Fact]
    public void Modules_go_when_the_last_connection_has_left_its_time_wait()
    {
        using var network = new VirtualNetwork();
        var (a, b) = Pair(network);
        var (client, server) = Connect(a, b);
        a.Inside(client.Close);
        network.Advance(Second);
        b.Inside(server.Close);
        network.Advance(Second);
        Assert.Contains("tcp", Loaded(a));
        network.Advance(TimeSpan.FromMinutes(5));
        output.WriteLine(string.Join(", ", Loaded(a)));
        Assert.DoesNotContain("tcp", Loaded(a));
        Assert.Equal(0, a.Stack.GetUsage().Sockets);
    }

    [Fact]
    public void A_hundred_hosts_live_in_one_process()
    {
        using var network = new VirtualNetwork(seed: 7);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 50; i++)
        {
            var (a, b) = Pair(network, $"w{i}");
            Connect(a, b);
        }

        output.WriteLine($"{(GC.GetTotalMemory(forceFullCollection: true) - before) / 100:N0} managed octets a host with a connection");
        Assert.All(network.Hosts, host => Assert.True(host.Stack.IsLoaded));
    }

    private static (VirtualHost A, VirtualHost B) Pair(VirtualNetwork network, string wire = "w")
    {
        var a = network.AddHost($"a-{wire}");
        var b = network.AddHost($"b-{wire}");
        a.AddInterface($"/dev/net/wire/{wire}/0", "10.0.0.1/24");
        b.AddInterface($"/dev/net/wire/{wire}/1", "10.0.0.2/24");
        return (a, b);
    }

    private static (ISocketCalls Client, ISocketCalls Server) Connect(VirtualHost a, VirtualHost b, ushort port = 7)
    {
        var listener = b.Open(SocketType.Stream);
        b.Inside(() =>
        {
            Assert.Equal(SocketError.Success, listener.Bind(new NetAddress(IPv4Address.Any, (Port)port)));
            Assert.Equal(SocketError.Success, listener.Listen(5));
        });
        var client = a.Open(SocketType.Stream);
        var to = new NetAddress(new IPv4Address(10, 0, 0, 2), (Port)port);
        Assert.Equal(SocketError.InProgress, a.Inside(() => client.Connect(to)));
        ISocketCalls? server = null;
        Assert.True(a.Network.Time.RunUntil(() => b.Inside(() => listener.Accept(out server)) == SocketError.Success, 10 * Second), "No connection.");
        b.Inside(listener.Close);
        return (client, server!);
    }

    private static SocketError Send(VirtualHost host, ISocketCalls socket, string text) => host.Inside(() =>
    {
        var buffer = host.Stack.Buffers.Create()!;
        Assert.True(buffer.TryAppend(System.Text.Encoding.ASCII.GetBytes(text)));
        return socket.Send(buffer, MessageFlags.None);
    });

    private static string[] Loaded(VirtualHost host) =>
        [.. host.Inside(() => host.Stack.ModuleTable.Slots.Where(slot => slot.Module is not null).Select(slot => slot.Manifest.ShortName).ToArray())];
}
