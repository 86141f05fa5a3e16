namespace Simulations;

/// <summary>Five nodes, crashes, partitions, slow and lossy links, wrong clocks: never two leaders of one term, and a leader when the weather is good again.</summary>
public sealed class ElectionTests
{
    [Simulation(Seeds = 300)]
    public Task There_is_one_leader_a_term(World world) => Elect(world, remembersVotes: true);

    /// <summary>Fails, and is meant to: a node that forgets its vote in a crash votes twice.</summary>
    [Simulation(Seeds = 1000, Explicit = true)]
    public Task Nodes_that_forget_their_votes_elect_two(World world) => Elect(world, remembersVotes: false);

    private static async Task Elect(World world, bool remembersVotes)
    {
        var election = new Election(world);
        var nodes = new List<SimulatedHost>();
        for (int i = 1; i <= 5; i++)
            nodes.Add(world.AddHost($"n{i}", life => new ElectionNode(life, nodes, election, remembersVotes).RunAsync()));
        world.AddSwitch("lan", [.. nodes.Select(node => node.Name)]);
        foreach (var node in nodes)
            world.Link(node.Name, "lan").Latency(5.Milliseconds).Jitter(20.Milliseconds);
        world.RandomFaults(new RandomFaults { Until = 20.Seconds, MeanInterval = 1.Seconds, MeanDuration = 1.Seconds });
        await world.RunAsync(20.Seconds);
        int before = election.Terms;
        await world.RunAsync(10.Seconds);
        Assert.True(election.Terms > 0, "nobody was ever elected");
        Assert.True(election.Terms - before < 10, $"{election.Terms - before} elections in ten good seconds");
    }
}
