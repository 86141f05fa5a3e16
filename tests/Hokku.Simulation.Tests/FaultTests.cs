using System.Net.Sockets;

namespace Hokku.Simulation.Tests;

public sealed class FaultTests
{
    /// <summary>Asks every second and notes who answered when.</summary>
    private static async Task<List<(int Second, bool Answered)>> AskEverySecond(World world, int seconds)
    {
        var seen = new List<(int, bool)>();
        var client = world.Hosts[0];
        await world.RunAsync(async () =>
        {
            for (int second = 0; second < seconds; second++)
            {
                await world.Delay(second.Seconds - world.Now);
                using var patience = new CancellationTokenSource(500.Milliseconds, world.Time);
                try
                {
                    await Echo.Ask(client.Life, "api", "are you there?", patience.Token);
                    seen.Add((second, true));
                }
                catch (Exception problem) when (problem is OperationCanceledException or SocketException or IOException)
                {
                    seen.Add((second, false));
                }
            }
        });
        return seen;
    }

    private static World ClientAndApi(ulong seed = 1)
    {
        var world = new World(seed);
        world.AddHost("client");
        world.AddHost("api", Echo.Serve);
        return world;
    }

    [Fact]
    public async Task A_partition_lasts_until_it_is_healed()
    {
        await using var world = ClientAndApi();
        world.At(2500.Milliseconds).Partition("client" | "api");
        world.At(4500.Milliseconds).Heal();
        var seen = await AskEverySecond(world, 7);
        Assert.Equal([true, true, true, false, false, true, true], seen.Select(each => each.Answered));
    }

    [Fact]
    public async Task A_cut_in_one_direction_lets_questions_through_and_no_answer()
    {
        await using var world = ClientAndApi();
        int questions = 0;
        var counter = world.AddHost("counted", async life =>
        {
            using var socket = life.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Any, 53));
            var buffer = new byte[100];
            while (true)
            {
                var from = await socket.ReceiveFromAsync(buffer, cancellationToken: life.Stopping);
                questions++;
                await socket.SendToAsync(buffer.AsMemory(0, from.ReceivedBytes), from.RemoteEndPoint, life.Stopping);
            }
        });
        int answers = 0;
        world.At(1.Seconds).Cut("counted", "client");
        await world.RunAsync(async () =>
        {
            using var socket = world.HostOf("client").Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
            var buffer = new byte[100];
            for (int i = 0; i < 4; i++)
            {
                await socket.SendToAsync("?"u8.ToArray(), new System.Net.IPEndPoint(counter.Addresses[0], 53));
                using var patience = new CancellationTokenSource(500.Milliseconds, world.Time);
                try
                {
                    await socket.ReceiveAsync(buffer, patience.Token);
                    answers++;
                }
                catch (OperationCanceledException)
                {
                }

                await world.Delay(500.Milliseconds);
            }
        });
        Assert.Equal((4, 2), (questions, answers));
    }

    [Fact]
    public async Task A_crash_leaves_half_open_connections_and_a_restart_resets_them()
    {
        await using var world = ClientAndApi();
        SocketError? error = null;
        await world.RunAsync(async () =>
        {
            var client = world.HostOf("client").Life;
            using var stream = await client.ConnectAsync("api", Echo.Port);
            var buffer = new byte[10];
            await stream.WriteAsync("hello"u8.ToArray());
            await stream.ReadExactlyAsync(buffer.AsMemory(0, 5));
            world.Immediately.Crash("api");
            await world.Delay(10.Seconds);
            Assert.True(stream.Socket.Connected);
            Assert.False(world.HostOf("api").IsUp);
            world.Immediately.Restart("api");
            await world.Delay(1.Seconds);
            try
            {
                await stream.WriteAsync("hello again"u8.ToArray());
                await stream.ReadExactlyAsync(buffer.AsMemory(0, 5));
            }
            catch (IOException problem) when (problem.InnerException is SocketException reset)
            {
                error = reset.SocketErrorCode;
            }
        });
        Assert.Equal(SocketError.ConnectionReset, error);
        Assert.Equal(1, world.HostOf("api").Life.Number);
    }

    [Fact]
    public async Task Nothing_of_a_crashed_program_goes_on_and_its_storage_stays()
    {
        await using var world = new World(1);
        world.AddHost("counter", async life =>
        {
            while (true)
            {
                await life.Delay(1.Seconds);
                life.Storage["count"] = (int)(life.Storage.TryGetValue("count", out object? count) ? count : 0) + 1;
            }
        });
        world.At(3500.Milliseconds).Crash("counter");
        world.At(10.Seconds).Restart("counter");
        await world.RunAsync(12500.Milliseconds);
        Assert.Equal(5, world.HostOf("counter").Storage["count"]);
    }

    [Fact]
    public async Task Clocks_may_be_wrong_and_drift()
    {
        await using var world = new World(1);
        var host = world.AddHost("a");
        world.At(1.Seconds).Skew("a", 5.Minutes);
        await world.RunAsync(2.Seconds);
        Assert.Equal(5.Minutes, host.Time.GetUtcNow() - world.Time.GetUtcNow());
        host.DriftClock(2);
        var before = world.Now;
        await world.RunAsync(() => host.Life.Delay(10.Seconds));
        Assert.Equal(5.Seconds, world.Now - before);
    }

    [Fact]
    public async Task Random_faults_come_from_the_seed_and_numbers_choose_among_them()
    {
        static async Task<(string[] Faults, string Hash)> Run(ulong seed, IReadOnlySet<int>? only = null)
        {
            await using var world = new World(seed, new WorldOptions { OnlyFaults = only });
            world.AddHost("client");
            world.AddHost("api", Echo.Serve);
            world.RandomFaults(new RandomFaults { Until = 60.Seconds, MeanInterval = 3.Seconds });
            await world.RunAsync(70.Seconds);
            return ([.. world.Faults.Select(fault => fault.ToString())], world.Hash);
        }

        var all = await Run(1);
        Assert.InRange(all.Faults.Length, 5, 60);
        Assert.Equal(all, await Run(1), (a, b) => a.Hash == b.Hash && a.Faults.SequenceEqual(b.Faults));
        Assert.NotEqual(all.Faults, (await Run(2)).Faults);
        Assert.Equal([all.Faults[2], all.Faults[4]], (await Run(1, new HashSet<int> { 2, 4 })).Faults);
    }
}
