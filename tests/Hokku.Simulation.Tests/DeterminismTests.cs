using System.Diagnostics;
using Shop;

namespace Hokku.Simulation.Tests;

/// <summary>The same seed, the same run: in a process, across processes, beside other work, with any number of processors.</summary>
public sealed class DeterminismTests
{
    private const string HashFile = "HOKKU_TEST_HASH_FILE";

    /// <summary>Orders by HTTP/1.1 and gRPC (HTTP/2) in bad weather, with crashes.</summary>
    internal static async Task<World> Shopping(ulong seed, WorldOptions? options = null)
    {
        var world = new World(seed, options);
        world.AddHost("client");
        world.AddHost("shop", typeof(Order).Assembly);
        world.AddHost("stock", typeof(Order).Assembly, new ProgramOptions { Arguments = ["--role", "stock"] });
        world.Link("client", "shop").Latency(20.Milliseconds).Jitter(10.Milliseconds).Loss(0.05).Duplication(0.02).Reordering(0.05);
        world.Link("shop", "stock").Latency(5.Milliseconds).Loss(0.02);
        world.RandomFaults(new RandomFaults { Until = 60.Seconds, Kinds = FaultKinds.Partition | FaultKinds.Crash | FaultKinds.Slow, MeanInterval = 15.Seconds, Hosts = ["shop", "stock"] });
        await world.RunAsync(async () =>
        {
            using var client = new HttpClient(world.HostOf("client").Life.CreateHttpHandler()) { BaseAddress = new Uri("http://shop"), Timeout = 3.Seconds };
            for (int id = 0; id < 60; id++)
            {
                try
                {
                    using var response = await client.PutAsync($"/orders/{id}?item=tea{id % 3}&count=1", null);
                    using var again = await client.GetAsync($"/orders/{id}");
                }
                catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
                {
                }

                await world.Delay(world.Random.Next(2000).Milliseconds);
            }
        });
        return world;
    }

    private static async Task<string> HashOfShopping(ulong seed)
    {
        await using var world = await Shopping(seed);
        return $"{world.Hash} {world.Packets} packets {world.Now}";
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_packets_and_events()
    {
        string first = await HashOfShopping(11);
        Assert.Equal(first, await HashOfShopping(11));
        Assert.NotEqual(first, await HashOfShopping(12));
        if (Environment.GetEnvironmentVariable(HashFile) is { } file)
            await File.WriteAllTextAsync(file, first);
    }

    [Fact]
    public async Task Other_processes_processor_counts_and_noise_change_nothing()
    {
        if (Environment.GetEnvironmentVariable(HashFile) is not null)
            return;
        string here = await HashOfShopping(11);
        using var quiet = new CancellationTokenSource();
        new Thread(() => Burn(quiet.Token)) { IsBackground = true }.Start();
        try
        {
            foreach (string processors in new[] { "1", "2", "8" }.Where(count => count != "2" || LongTests.Wanted))
                Assert.Equal(here, await HashInAnotherProcess(processors));
            Assert.Equal(here, await HashOfShopping(11));
        }
        finally
        {
            await quiet.CancelAsync();
        }
    }

    private static async Task<string> HashInAnotherProcess(string processors)
    {
        string file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in new[] { "-method", $"{typeof(DeterminismTests).FullName}.{nameof(The_same_seed_gives_the_same_packets_and_events)}" })
                start.ArgumentList.Add(argument);
            start.Environment[HashFile] = file;
            start.Environment["DOTNET_PROCESSOR_COUNT"] = processors;
            using var process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, output);
            return await File.ReadAllTextAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Burn(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
        }
    }
}
