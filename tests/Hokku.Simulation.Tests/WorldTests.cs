using System.Diagnostics;

namespace Hokku.Simulation.Tests;

public sealed class WorldTests
{
    private static async Task<(string Answer, TimeSpan At, string Hash)> AskOnce(ulong seed, Action<World>? describe = null)
    {
        await using var world = new World(seed);
        var client = world.AddHost("client");
        world.AddHost("api", Echo.Serve);
        describe?.Invoke(world);
        string answer = "";
        await world.RunAsync(async () => answer = await Echo.Ask(client.Life, "api", "hello"));
        return (answer, world.Now, world.Hash);
    }

    [Fact]
    public async Task Two_hosts_talk_and_names_are_hosts()
    {
        var (answer, _, _) = await AskOnce(1);
        Assert.Equal("hello", answer);
    }

    [Fact]
    public async Task Latency_is_virtual_and_counts()
    {
        var real = Stopwatch.StartNew();
        var (answer, at, _) = await AskOnce(1, world => world.Link("client", "api").Latency(500.Milliseconds));
        Assert.Equal("hello", answer);
        Assert.Equal(2500.Milliseconds, at); // the announcement, SYN and the question, there and back
        Assert.InRange(real.Elapsed, TimeSpan.Zero, 20.Seconds);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_hash_and_another_seed_another()
    {
        static void Weather(World world) => world.Link("client", "api").Latency(20.Milliseconds).Jitter(5.Milliseconds).Loss(0.2).Duplication(0.1).Reordering(0.1);
        var first = await AskOnce(7, Weather);
        Assert.Equal(first, await AskOnce(7, Weather));
        Assert.NotEqual(first.Hash, (await AskOnce(8, Weather)).Hash);
    }
}
