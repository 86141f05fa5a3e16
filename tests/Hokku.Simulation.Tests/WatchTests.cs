using System.Net;
using System.Net.Sockets;

namespace Hokku.Simulation.Tests;

/// <summary>What would make a run hang or differ is named instead.</summary>
public sealed class WatchTests
{
    private static readonly WorldOptions Impatient = new() { BlockedLimit = TimeSpan.FromMilliseconds(300) };

    private static async Task<string> FailureOf(Func<HostLife, Task> program, WorldOptions? options = null)
    {
        await using var world = new World(1, options ?? Impatient);
        world.AddHost("api", program);
        world.AddHost("other", Echo.Serve);
        var problem = await Assert.ThrowsAsync<SimulationException>(() => world.RunAsync(1.Minutes));
        return problem.Message;
    }

    [Fact]
    public async Task Sync_over_async_is_reported_with_its_host_and_stack()
    {
        string message = await FailureOf(life =>
        {
            WaitForNothing(life);
            return Task.CompletedTask;
        });
        Assert.Contains("sync-over-async on host api", message, StringComparison.Ordinal);
        Assert.Contains(nameof(WaitForNothing), message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sleeping_thread_is_reported_too()
    {
        string message = await FailureOf(async life =>
        {
            await life.Delay(1.Seconds);
            Thread.Sleep(30_000);
        });
        Assert.Contains("sync-over-async on host api", message, StringComparison.Ordinal);
        Assert.Contains("Thread.Sleep", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timers_on_the_real_clock_are_named_with_the_call()
    {
        Assert.Contains("Host api uses Task.Delay on the real clock", await FailureOf(_ => Task.Delay(10)), StringComparison.Ordinal);
        Assert.Contains("uses PeriodicTimer on the real clock", await FailureOf(async _ =>
        {
            using var timer = new PeriodicTimer(1.Seconds);
            await timer.WaitForNextTickAsync();
        }), StringComparison.Ordinal);
        Assert.Contains(nameof(Timers_on_the_real_clock_are_named_with_the_call), await FailureOf(async _ =>
        {
            using var source = new CancellationTokenSource(1000);
            await Task.Delay(Timeout.Infinite, source.Token);
        }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timers_on_the_real_clock_can_be_listed_only()
    {
        await using var world = new World(1, Impatient with { RealClock = RealClockUse.Listed });
        world.AddHost("api", life => Task.WhenAny(Task.Delay(10), life.Delay(2.Seconds)));
        await world.RunAsync(1.Seconds);
        Assert.Equal("Task.Delay on the real clock", Assert.Single(world.RealClockUses).What);
    }

    [Fact]
    public async Task Virtual_timers_are_nobodys_business()
    {
        await using var world = new World(1);
        world.AddHost("api", async life =>
        {
            using var timer = new PeriodicTimer(1.Seconds, life.Time);
            using var source = new CancellationTokenSource(10.Seconds, life.Time);
            while (!source.IsCancellationRequested)
                await timer.WaitForNextTickAsync();
        });
        await world.RunAsync(20.Seconds);
        Assert.Empty(world.RealClockUses);
    }

    [Fact]
    public async Task Sockets_of_the_kernel_are_refused()
    {
        string message = await FailureOf(async _ =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, 1);
        });
        Assert.Contains("Host api uses a socket of the kernel", message, StringComparison.Ordinal);
        Assert.Contains("HostLife.Network", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_handler_of_its_host_is_refused()
    {
        string message = await FailureOf(async _ =>
        {
            using var client = new HttpClient();
            await client.GetAsync(new Uri("http://127.0.0.1:1/"));
        });
        Assert.Contains("Host api uses", message, StringComparison.Ordinal);
        Assert.Contains("CreateHttpHandler", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_what_cannot_come_is_no_hang()
    {
        await using var world = new World(1);
        var problem = await Assert.ThrowsAsync<SimulationException>(() => world.RunAsync(() => new TaskCompletionSource().Task));
        Assert.Contains("Nothing can happen any more", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_fails_fails_the_run_and_says_which()
    {
        string message = await FailureOf(_ => throw new InvalidOperationException("no configuration"));
        Assert.Contains("The program of host api failed: InvalidOperationException: no configuration", message, StringComparison.Ordinal);
        Assert.Contains("seed 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_that_differ_are_told_apart_at_the_first_event()
    {
        int run = 0;
        async Task Scenario(World world)
        {
            string text = run++ == 0 ? "the same length, A" : "the same length, B";
            var client = world.AddHost("client");
            world.AddHost("api", Echo.Serve);
            await Echo.Ask(client.Life, "api", "once");
            await Echo.Ask(client.Life, "api", text);
        }

        var divergence = await Divergence.FindAsync(1, Scenario);
        Assert.NotNull(divergence);
        Assert.Equal(divergence.First!.Number, divergence.Second!.Number);
        Assert.Contains("(18)", divergence.First.Text, StringComparison.Ordinal);
        Assert.NotEmpty(divergence.Before);
        run = 2;
        Assert.Null(await Divergence.FindAsync(1, Scenario));
    }

    private static void WaitForNothing(HostLife life) => life.Delay(1.Seconds).Wait();
}
