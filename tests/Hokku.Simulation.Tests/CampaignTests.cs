using Hokku.Capture;
using Hokku.Simulation.Xunit;

namespace Hokku.Simulation.Tests;

public sealed class CampaignTests
{
    /// <summary>Fails when the api is down at half a minute, and when anything else is wrong, not.</summary>
    private static async Task IsUpAtThirtySeconds(World world)
    {
        world.AddHost("client");
        var api = world.AddHost("api", Echo.Serve);
        world.RandomFaults(new RandomFaults { Until = 60.Seconds, MeanInterval = 4.Seconds, MeanDuration = 4.Seconds });
        await world.RunAsync(30.Seconds);
        Assert.True(api.IsUp, "the api is down");
    }

    [Fact]
    public async Task A_failing_seed_is_found_made_small_and_repeated()
    {
        var campaign = new Campaign(IsUpAtThirtySeconds);
        var failure = await campaign.RunAsync(new SeedRange(0, 999));
        Assert.NotNull(failure);
        var small = await campaign.ShrinkAsync(failure);
        Assert.StartsWith("crash api", Assert.Single(small.Faults).Text, StringComparison.Ordinal);
        Assert.True(failure.Faults.Count > 1);
        var again = await campaign.RunAsync(failure.Seed, small.Faults.Select(fault => fault.Number).ToHashSet());
        Assert.Equal(small.Hash, again?.Hash);
    }

    [Fact]
    public async Task A_report_says_all_that_is_needed_to_see_it_again()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var campaign = new Campaign(IsUpAtThirtySeconds);
            var failure = (await campaign.RunAsync(new SeedRange(0, 999)))!;
            string report = await campaign.ReportAsync(failure, folder, "IsUp");
            Assert.Contains($"IsUp fails with seed {failure.Seed}, at 30.000000 s of virtual time: the api is down", report, StringComparison.Ordinal);
            Assert.Contains($"With 1 of {failure.Faults.Count} faults:", report, StringComparison.Ordinal);
            Assert.Contains($"HOKKU_SEED={failure.Seed} HOKKU_FAULTS=", report, StringComparison.Ordinal);
            await using var capture = File.OpenRead(Path.Combine(folder, $"IsUp-{failure.Seed}.pcapng"));
            var reader = new PcapngReader(capture);
            var packets = new List<PcapngPacket>();
            while (reader.Read() is { } packet)
                packets.Add(packet);
            Assert.NotEmpty(packets);
            Assert.All(packets, packet => Assert.InRange(packet.Time, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2030, 1, 1, 0, 1, 0, TimeSpan.Zero)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Simulation(Seeds = 5)]
    public async Task A_simulation_passes_with_all_its_seeds(World world)
    {
        var client = world.AddHost("client");
        world.AddHost("api", Echo.Serve);
        Assert.Equal("hello", await Echo.Ask(client.Life, "api", "hello"));
    }

    [Fact]
    public void Shards_are_all_seeds_once()
    {
        var all = new SeedRange(0, 999);
        var shards = Enumerable.Range(1, 7).Select(which => all.Shard($"{which}/7")).ToList();
        Assert.Equal(1000, shards.Sum(shard => shard.Count));
        Assert.Equal(shards.Skip(1).Select(shard => shard.First), shards.SkipLast(1).Select(shard => shard.Last + 1));
        Assert.Equal([new SeedRange(0, 249), new SeedRange(250, 499), new SeedRange(500, 749), new SeedRange(750, 999)], all.Parts(250));
    }

    [Theory]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("half")]
    [InlineData("1/2000")]
    public void A_shard_that_is_none_is_refused(string shard) => Assert.Throws<SimulationException>(() => new SeedRange(0, 999).Shard(shard));

    [Theory]
    [InlineData("9-3")]
    [InlineData("-1")]
    [InlineData("seven")]
    public void Seeds_that_are_none_are_refused(string seeds) => Assert.Throws<SimulationException>(() => SeedRange.Parse(seeds));
}
