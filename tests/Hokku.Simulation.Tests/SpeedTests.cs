using System.Diagnostics;
using Shop;

namespace Hokku.Simulation.Tests;

/// <summary>Figures, printed; what fails is correctness only.</summary>
public sealed class SpeedTests
{
    private static void Figure(string text) => Console.WriteLine($"FIGURE {text}");

    private sealed class Cost
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;

        /// <summary>Of all threads; the machine may be shared.</summary>
        public TimeSpan Cpu => Environment.CpuUsage.TotalTime - _cpu;

        public override string ToString() => $"{Stopwatch.GetElapsedTime(_began).TotalSeconds:0.000} s, {Cpu.TotalSeconds:0.000} s of CPU";
    }

    [Fact]
    public async Task An_idle_hour_costs_nothing()
    {
        await using var world = new World(1);
        for (int i = 0; i < 5; i++)
            world.AddHost($"h{i}", Echo.Serve);
        await world.RunAsync(1.Minutes);
        var watch = new Cost();
        await world.RunAsync(1.Hours);
        Figure($"an idle virtual hour of 5 hosts: {watch}");
    }

    [Fact]
    public async Task Thousands_of_requests_in_an_hour()
    {
        await using var world = new World(1);
        var client = world.AddHost("client");
        world.AddHost("shop", typeof(Order).Assembly);
        world.AddHost("stock", typeof(Order).Assembly, new ProgramOptions { Arguments = ["--role", "stock"] });
        world.Link("client", "shop");
        world.Link("shop", "stock");
        int answers = 0;
        await world.RunAsync(async () =>
        {
            using var http = new HttpClient(client.Life.CreateHttpHandler()) { BaseAddress = new Uri("http://shop") };
            await http.GetStringAsync("/time");
            var watch = new Cost();
            for (int second = 0; second < 3600; second++)
            {
                await http.GetStringAsync("/time");
                answers++;
                await world.Delay(1.Seconds);
            }

            Figure($"3,600 HTTP requests over an hour: {watch}, {watch.Cpu.TotalMicroseconds / 3600:0} us of CPU each (aim: < 1 s)");
        });
        Assert.Equal(3600, answers);
    }

    [Fact]
    public async Task Requests_between_five_hosts()
    {
        await using var world = new World(1);
        var hosts = Enumerable.Range(0, 5).Select(i => world.AddHost($"h{i}", typeof(Order).Assembly)).ToList();
        world.AddSwitch("lan", [.. hosts.Select(host => host.Name)]);
        int perHost = LongTests.Wanted ? 3600 : 900;
        int answers = 0;
        await world.RunAsync(async () =>
        {
            await world.Delay(1.Seconds);
            var watch = new Cost();
            await Task.WhenAll(hosts.Select(async (host, i) =>
            {
                using var http = new HttpClient(host.Life.CreateHttpHandler());
                for (int n = 0; n < perHost; n++)
                {
                    await http.GetStringAsync(new Uri($"http://h{(i + 1 + (n % 4)) % 5}/time"));
                    answers++;
                    await host.Life.Delay(1.Seconds);
                }
            }));
            Figure($"{answers:N0} requests between 5 hosts: {watch}, {watch.Cpu.TotalMicroseconds / answers:0} us of CPU each (aim: 18,000 in < 5 s)");
        });
        Assert.Equal(5 * perHost, answers);
        if (!LongTests.Wanted)
            Console.WriteLine("LEFT TO --long: 13,500 of 18,000 requests between five hosts");
    }

    [Fact]
    public async Task A_thousand_hosts_in_one_world()
    {
        int count = LongTests.Wanted ? 1000 : 200;
        var watch = new Cost();
        await using var world = new World(1);
        var center = world.AddHost("center", Echo.Serve);
        var hosts = Enumerable.Range(0, count - 1).Select(i => world.AddHost($"h{i}", Echo.Serve)).ToList();
        int answers = 0;
        var streams = new List<Hokku.Network.HokkuStream>();
        await world.RunAsync(async () =>
        {
            foreach (var host in hosts)
            {
                streams.Add(await host.Life.ConnectAsync("center", Echo.Port));
                await streams[^1].WriteAsync("hi"u8.ToArray());
                await streams[^1].ReadExactlyAsync(new byte[2]);
                answers++;
            }
        });
        Assert.Equal(count - 1, answers);
        using var process = Process.GetCurrentProcess();
        Figure($"{count} hosts with an echo service and a connection each: {watch}, {process.WorkingSet64 >> 20} MiB in the process (aim: 1,000 in < 2,048 MiB)");
        streams.ForEach(stream => stream.Dispose());
        Assert.True(center.IsUp);
        if (!LongTests.Wanted)
            Console.WriteLine("LEFT TO --long: 800 of 1,000 hosts");
    }

    [Fact]
    public async Task The_cost_of_a_host_with_kestrel()
    {
        const int Count = 20;
        await using var world = new World(1);
        for (int i = 0; i < Count; i++)
            world.AddHost($"h{i}", typeof(Order).Assembly);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = new Cost();
        await world.RunAsync(1.Seconds);
        Figure($"a host with Kestrel: {watch.Cpu.TotalMilliseconds / Count:0.0} ms of CPU to start, {(GC.GetTotalMemory(forceFullCollection: true) - before) / Count >> 10} KiB of managed memory");
    }
}
