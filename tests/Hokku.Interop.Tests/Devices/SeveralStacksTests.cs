using System.Net;
using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Network;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>One host of two stacks on two queues of one TAP: every connection lives on one of them, whatever queue the kernel chose.</summary>
public sealed class SeveralStacksTests
{
    private const int Flows = 60;
    private const int Octets = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IPAddress Linux = IPAddress.Parse(DeviceHost.LinuxAddress);

    [Fact]
    public async Task Connections_of_two_queues_are_each_whole_on_one_stack()
    {
        using var home = LinuxNamespace.Create();
        using var host = Start(home);
        DeviceHost.LinuxSide(home, "hk0");
        using var theirs = KernelPeer.Listen(home, 7000);
        using var ours = host.Network.Listen(7001);
        _ = home.Begin(() => EchoForEver(theirs));
        var serving = EchoForEverAsync(ours);
        var outgoing = Enumerable.Range(0, Flows).Select(i => CarryAsync(host.Network, i));
        var incoming = Enumerable.Range(0, Flows).Select(i => home.Begin(() => Carry(i)));
        await Task.WhenAll([.. outgoing, .. incoming]).WaitAsync(Patience, TestContext.Current.CancellationToken);

        long[] frames = [.. host.Stacks.Select(stack => stack.Devices.Single(device => device.Name.Contains("tap", StringComparison.Ordinal)).Statistics.ReceivedPackets)];
        Figure.Print($"frames a stack of two, {2 * Flows} connections: {frames[0]} and {frames[1]}; handed over between them: {host.HandedOver(0)} and {host.HandedOver(1)}");
        Assert.All(frames, each => Assert.True(each > Flows));
        Assert.All(host.Stacks, stack => Assert.True(Count(stack, "connections opened active") > 0 && Count(stack, "connections opened passive") > 0));
        Assert.Equal(2 * Flows, host.Stacks.Sum(stack => Count(stack, "connections opened active") + Count(stack, "connections opened passive")));
        Assert.All(host.Stacks, stack => Assert.Equal(0, Count(stack, "resets sent")));
        ours.Dispose();
        await serving;
    }

    [Fact]
    public void Pings_and_fragments_are_the_first_stack_s_and_datagrams_put_together_arrive()
    {
        using var home = LinuxNamespace.Create();
        using var host = Start(home);
        DeviceHost.LinuxSide(home, "hk0");
        home.Run("ping", "-n", "-c", "5", "-i", "0.02", "-W", "2", "-s", "8000", DeviceHost.OurAddress).Succeeded();
        using var ours = host.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        ours.Bind(new IPEndPoint(IPAddress.Any, 6000));
        ours.ReceiveTimeout = 5000;
        using var theirs = home.OpenSocket(SocketType.Dgram);
        theirs.SendTo(new byte[5000], new IPEndPoint(IPAddress.Parse(DeviceHost.OurAddress), 6000));
        Assert.Equal(5000, ours.Receive(new byte[8000]));
    }

    [Fact]
    public async Task A_port_that_the_user_chose_is_served_by_the_stack_that_its_answers_come_to()
    {
        using var home = LinuxNamespace.Create();
        using var host = Start(home);
        DeviceHost.LinuxSide(home, "hk0");
        using var theirs = KernelPeer.Listen(home, 7000);
        _ = home.Begin(() => EchoForEver(theirs));
        for (int port = 20_000; port < 20_008; port++)
        {
            using var socket = host.Network.CreateSocket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            await socket.ConnectAsync(new IPEndPoint(Linux, 7000), TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.Equal(port, ((IPEndPoint)socket.LocalEndPoint!).Port);
            Assert.Equal(3, socket.Send("abc"u8));
            socket.ReceiveTimeout = 5000;
            Assert.Equal(3, socket.Receive(new byte[8]));
        }
    }

    private static HokkuHost Start(LinuxNamespace home)
    {
        HokkuHost? host = null;
        home.Enter(() => host = new HostBuilder("two")
            .Queues(2)
            .Configure(options => options with { Buffers = new BufferPoolOptions { Debug = false } })
            .Interface("/dev/net/tap/hk0", DeviceHost.OurAddress + "/24")
            .Start());
        return host!;
    }

    private static long Count(Stack.NetStack stack, string name)
    {
        using var driver = new Driver.InProcessDriver(stack);
        return new NetworkRoster(driver).Counters().Where(counter => counter.Name == name).Sum(counter => counter.Value);
    }

    private static async Task CarryAsync(NetworkHost host, int seed)
    {
        using var socket = await host.ConnectAsync(new IPEndPoint(Linux, 7000));
        var octets = new byte[Octets];
        new Random(seed).NextBytes(octets);
        var sending = socket.SendAsync(octets).AsTask();
        var back = new byte[Octets];
        for (int count = 0; count < Octets;)
            count += await socket.ReceiveAsync(back.AsMemory(count)) is var received and > 0 ? received : throw new EndOfStreamException();
        await sending;
        Assert.True(back.AsSpan().SequenceEqual(octets));
    }

    private static void Carry(int seed)
    {
        using var socket = KernelPeer.Connect(IPAddress.Parse(DeviceHost.OurAddress), 7001);
        var octets = new byte[Octets];
        new Random(seed).NextBytes(octets);
        var sender = new Thread(() => socket.Send(octets));
        sender.Start();
        var back = new byte[Octets];
        for (int count = 0; count < Octets;)
            count += socket.Receive(back, count, Octets - count, SocketFlags.None) is var received and > 0 ? received : throw new EndOfStreamException();
        sender.Join();
        Assert.True(back.AsSpan().SequenceEqual(octets));
    }

    private static void EchoForEver(Socket listener)
    {
        while (true)
        {
            var socket = listener.Accept();
            new Thread(() =>
            {
                using (socket)
                {
                    var octets = new byte[65536];
                    for (int count; (count = socket.Receive(octets)) > 0;)
                        socket.Send(octets, count, SocketFlags.None);
                }
            })
            { IsBackground = true }.Start();
        }
    }

    private static async Task EchoForEverAsync(HokkuSocket listener)
    {
        try
        {
            while (true)
                _ = EchoAsync(await listener.AcceptAsync());
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task EchoAsync(HokkuSocket socket)
    {
        using (socket)
        {
            var octets = new byte[65536];
            for (int count; (count = await socket.ReceiveAsync(octets)) > 0;)
                await socket.SendAsync(octets.AsMemory(0, count));
        }
    }
}
