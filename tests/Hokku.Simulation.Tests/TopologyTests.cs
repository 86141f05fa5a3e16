using System.Net.Sockets;

namespace Hokku.Simulation.Tests;

public sealed class TopologyTests
{
    [Fact]
    public async Task Routers_forward_between_networks()
    {
        await using var world = new World(1);
        var client = world.AddHost("client");
        world.AddHost("api", Echo.Serve);
        world.AddRouter("west");
        world.AddRouter("east");
        world.Link("client", "west").Latency(1.Milliseconds);
        world.Link("west", "east").Latency(50.Milliseconds);
        world.Link("east", "api").Latency(1.Milliseconds);
        await world.RunAsync(async () => Assert.Equal("far away", await Echo.Ask(client.Life, "api", "far away")));
        Assert.InRange(world.Now, 200.Milliseconds, 400.Milliseconds);
    }

    [Fact]
    public async Task A_narrower_link_behind_a_router_is_found_by_path_mtu_discovery()
    {
        await using var world = new World(1);
        var client = world.AddHost("client");
        world.AddHost("api", Echo.Serve);
        world.AddRouter("router", "client");
        world.Link("router", "api").Mtu(600);
        string text = new('x', 20_000);
        await world.RunAsync(async () => Assert.Equal(text, await Echo.Ask(client.Life, "api", text)));
    }

    [Fact]
    public async Task Hosts_that_nothing_was_said_about_share_a_switch()
    {
        await using var world = new World(1);
        var hosts = Enumerable.Range(0, 5).Select(i => world.AddHost($"h{i}", Echo.Serve)).ToList();
        await world.RunAsync(async () =>
        {
            foreach (var host in hosts)
            {
                foreach (var other in hosts)
                    Assert.Equal("hi", await Echo.Ask(host.Life, other.Name, "hi"));
            }
        });
    }

    [Fact]
    public async Task A_host_without_a_way_is_unreachable()
    {
        await using var world = new World(1);
        var client = world.AddHost("client");
        world.AddHost("middle");
        world.AddHost("api", Echo.Serve);
        world.Link("client", "middle");
        world.Link("middle", "api");
        await world.RunAsync(async () =>
        {
            var problem = await Assert.ThrowsAsync<SocketException>(() => Echo.Ask(client.Life, "api", "?"));
            Assert.Equal(SocketError.NetworkUnreachable, problem.SocketErrorCode);
        });
    }

    [Fact]
    public async Task A_bandwidth_takes_its_time()
    {
        await using var world = new World(1);
        var client = world.AddHost("client");
        world.AddHost("api", Echo.Serve);
        world.Link("client", "api").Bandwidth(1_000_000).Latency(1.Milliseconds);
        string text = new('x', 125_000);
        await world.RunAsync(() => Echo.Ask(client.Life, "api", text));
        Assert.InRange(world.Now, 1.Seconds, 4.Seconds);
    }

    [Fact]
    public async Task What_is_impossible_is_said()
    {
        await using var world = new World(1);
        world.AddHost("a");
        world.AddHost("b");
        world.AddSwitch("s", "a", "b");
        world.AddSwitch("t", "s");
        Says("There is no 'c' in this world; there are a, b, s, t.", () => world.Link("a", "c"));
        Says("A link joins two nodes, and 'a' is one.", () => world.Link("a", "a"));
        Says("There is a host 'a' already.", () => world.AddHost("a"));
        Says("'x y' is no name for a host", () => world.AddHost("x y"));
        Says("-00:00:01 is before the world began", () => world.At(-1.Seconds));
        Says("'s' is a switch, and this is for hosts: a, b.", () => world.At(1.Seconds).Crash("s"));
        Says("A partition has two sides or more", () => world.At(1.Seconds).Partition("a"));
        Says("'a' is on two sides", () => world.At(1.Seconds).Partition("a" | "a"));
        Says("The link a-s cannot be so: A probability is from 0 to 1.", () => world.Link("a", "s").Loss(1.5));
        Says("does not end at 'b'; it joins a and s", () => world.Link("a", "s").From("b", link => link.Loss(1)));
        Says("A world does not run for -00:00:01", () => world.RunAsync(-1.Seconds));
        Says("does not live yet", () => _ = world.HostOf("a").Life);
        world.AddSwitch("u", "s", "t");
        var loop = await Assert.ThrowsAsync<SimulationException>(() => world.RunAsync(1.Seconds));
        Assert.Contains("part of a loop", loop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_world_that_has_begun_is_not_changed()
    {
        await using var world = new World(1);
        world.AddHost("a");
        world.AddHost("b");
        await world.RunAsync(2.Seconds);
        Says("The world has begun; it is too late to add the host c.", () => world.AddHost("c"));
        Says("00:00:01 is over: the world is at 00:00:02.", () => world.At(1.Seconds));
    }

    private static void Says(string what, Action action) => Assert.Contains(what, Assert.Throws<SimulationException>(action).Message, StringComparison.Ordinal);
}
