using System.Net;
using Hokku.Abstractions;
using Hokku.Devices.VirtualWire;
using Hokku.Network;
using Hokku.Stack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hokku.Simulation;

/// <summary>
/// One life of a host, from its start to its crash: what its program sees. Stack, clock and random source are its own and end with it; nothing of a life that is
/// over reaches the network or is woken by time.
/// </summary>
public sealed class HostLife
{
    private static readonly AsyncLocal<HostLife?> Flowing = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<object> _kept = [];

    internal HostLife(SimulatedHost host, int number, SeededEntropy entropy)
    {
        Host = host;
        Number = number;
        Clock = new HostClock(host.World.Time);
        Clock.SetOffset(host.ClockOffset);
        Random = new Random((int)entropy.NextUInt32());
        var builder = new HostBuilder(host.Name)
            .UseTime(Clock)
            .UseEntropy(entropy)
            .UseWires(host.World.Wires)
            .UseNames(name => host.World.Resolve(host, name))
            .OnFailure(problem => host.World.Fail($"The stack of host {host.Name} failed: {problem.Message}", problem))
            .Configure(options => options with { Buffers = options.Buffers with { MaximumOctets = 16 << 20 } });
        foreach (var end in host.Ends)
            builder.Interface(end.Device, $"{end.Address}/{end.Segment!.PrefixLength}", end.Link.SettingsFrom(end.Number).Mtu, end.Mac.ToString());
        foreach (var (network, gateway) in host.World.RoutesOf(host))
            builder.Route($"{network} gw {gateway}");
        Stack = builder.Start();
    }

    /// <summary>The life that the running code belongs to; null outside of all programs.</summary>
    public static HostLife? Current => Flowing.Value;

    public SimulatedHost Host { get; }

    public World World => Host.World;

    public string Name => Host.Name;

    /// <summary>0 for the first life, one more after each restart.</summary>
    public int Number { get; }

    /// <summary>The host as production code knows it.</summary>
    public HokkuHost Stack { get; }

    /// <summary>Sockets.</summary>
    public NetworkHost Network => Stack.Network;

    /// <summary>Resolves names, of which the hosts' names need no server.</summary>
    public Resolver Resolver => Stack.Resolver;

    /// <summary>The host's clock.</summary>
    public TimeProvider Time => Clock;

    /// <summary>The host's random source, from the world's seed.</summary>
    public Random Random { get; }

    /// <summary>What survives crashes: the host's disk.</summary>
    public IDictionary<string, object> Storage => Host.Storage;

    /// <summary>Cancelled when the world ends. A crash cancels nothing.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Whether it has crashed.</summary>
    public bool IsOver => Clock.IsStopped;

    internal HostClock Clock { get; }

    /// <summary>The start of a real program; null for a program that is a method.</summary>
    internal ProgramStart? Program { get; set; }

    /// <summary>Waits on the host's clock.</summary>
    public Task Delay(TimeSpan time, CancellationToken cancellationToken = default) => Task.Delay(time, Clock, cancellationToken);

    /// <summary>Connects by TCP to a port of a host.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot be reached, or refuses.</exception>
    public async Task<HokkuStream> ConnectAsync(string host, int port, CancellationToken cancellationToken = default)
    {
        var addresses = await Resolver.GetAddressesAsync(host, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new HokkuStream(await Network.ConnectAsync(new IPEndPoint(addresses[0], port), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A handler for an HttpClient that connects from this host, and whose timeouts are on the host's clock.</summary>
    /// <param name="settings">What it is to be else; it becomes part of the result.</param>
    public HttpMessageHandler CreateHttpHandler(SocketsHttpHandler? settings = null) => SimulatedHttp.Handler(this, settings ?? new SocketsHttpHandler());

    /// <summary>
    /// Puts what a program builds on this life: its services get the host's clock, random source and network, and its Kestrel and HttpClients run on the host's clock. For
    /// programs that a scenario builds by hand; those with a Main of their own get it by themselves.
    /// </summary>
    public void Use(IServiceCollection services)
    {
        SimulatedServices.Add(services, this);
        services.AddSingleton<IHostLifetime>(provider => new SimulatedLifetime(null, this, provider));
    }

    /// <summary>Runs something as part of this life.</summary>
    internal void Run(Action action)
    {
        var outer = Flowing.Value;
        Flowing.Value = this;
        try
        {
            action();
        }
        finally
        {
            Flowing.Value = outer;
        }
    }

    internal void Start(Func<HostLife, Task> program) => Run(() => _ = Watch(program));

    /// <summary>Keeps something from the garbage collector as long as the life.</summary>
    internal void Keep(object what) => _kept.Add(what);

    /// <summary>The crash: silence from now on.</summary>
    internal void Break()
    {
        Clock.Stop();
        foreach (var end in Host.Ends)
        {
            if (end.Link.Wire.AttachedTo(end.Number) is not WireDevice device)
                continue;
            Stack.Stack.Execute(new TakeDown(device));
            end.Link.Wire.Detach(end.Number, device);
        }
    }

    /// <summary>The world is over: the program is told.</summary>
    internal async Task EndAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Program?.Stop();
    }

    /// <summary>After all programs were told.</summary>
    internal void Dispose()
    {
        Clock.Stop();
        Stack.Dispose();
    }

    private async Task Watch(Func<HostLife, Task> program)
    {
        try
        {
            await program(this).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception problem)
        {
            if (!IsOver && !_stopping.IsCancellationRequested)
                World.Fail($"The program of host {Name} failed: {problem.GetType().Name}: {problem.Message}", problem);
        }
    }

    private sealed class TakeDown(WireDevice device) : StackOperation
    {
        protected override void Run() => device.Down();
    }
}
