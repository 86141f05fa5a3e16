// A client asks a server over a bad link, a hundred times, each time with another seed. A run that fails is repeated by its seed: dotnet run -- SEED.
using Hokku.Network;
using Hokku.Simulation;

var seeds = args is [var one] ? [ulong.Parse(one)] : Enumerable.Range(1, 100).Select(seed => (ulong)seed).ToArray();
foreach (ulong seed in seeds)
{
    await using var world = new World(seed);
    var client = world.AddHost("client");
    world.AddHost("server", ServeAsync);
    world.Link("client", "server").Latency(TimeSpan.FromMilliseconds(20)).Jitter(TimeSpan.FromMilliseconds(5)).Loss(0.05);
    string answer = "";
    await world.RunAsync(async () => answer = await AskAsync(client.Life));
    if (answer != "hello")
    {
        Console.WriteLine($"seed {seed} fails: '{answer}' after {world.Now}");
        return 1;
    }

    if (seed == seeds[^1])
        Console.WriteLine($"{seeds.Length} seeds pass; the last took {world.Now} of virtual time, {world.Packets} packets, run {world.Hash}");
}

return 0;

static async Task ServeAsync(HostLife life)
{
    using var listener = life.Network.Listen(7);
    while (!life.Stopping.IsCancellationRequested)
    {
        var socket = await listener.AcceptAsync(life.Stopping);
        await using var stream = new HokkuStream(socket);
        await stream.CopyToAsync(stream, life.Stopping);
    }
}

static async Task<string> AskAsync(HostLife life)
{
    await using var stream = await life.ConnectAsync("server", 7);
    await stream.WriteAsync("hello"u8.ToArray());
    stream.EndWriting();
    using var reader = new StreamReader(stream);
    return await reader.ReadToEndAsync();
}
