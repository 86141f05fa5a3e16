using System.Net;
using Hokku.Devices.Tap;
using Hokku.Driver;
using Hokku.Network;
using Hokku.Parts;
using Hokku.Services;
using Hokku.Stack;
using Hokku.Wire.Addresses;

namespace Hokku;

/// <summary>A running host: a stack with its interfaces, its driver in this process, and its services. Disposing ends it all.</summary>
public sealed class HokkuHost : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceSet _services = new();
    private readonly IStackDriver _driver;
    private readonly NetHost? _several;
    private bool _isDisposed;

    private HokkuHost(HostBuilder builder)
    {
        Configuration = builder.Configuration;
        var options = builder.Options with
        {
            Name = Configuration.Name,
            Time = builder.Time,
            Entropy = builder.Entropy,
        };
        if (builder.QueueCount == 1)
        {
            Stack = new NetStack(options with { Modules = builder.Modules.AddBuiltIn(builder.Wires) });
            Stacks = [Stack];
            _driver = new InProcessDriver(Stack);
        }
        else
        {
            var modules = builder.Modules.AddMissing(TapModule.Description, static () => new TapModule(static _ => new TapOptions { MultiQueue = true }));
            var rule = new FlowRule(builder.QueueCount, builder.Entropy ?? new CryptographicEntropy());
            _several = new NetHost(builder.QueueCount, options with { Modules = modules.AddBuiltIn(builder.Wires) }, rule);
            Stacks = _several.Stacks;
            Stack = Stacks[0];
            _driver = new SharedDriver(Stacks, rule);
        }

        Network = new NetworkHost(_driver);
        Resolver = new Resolver(Network, new ResolverOptions
        {
            Servers = [.. Configuration.Dns.Select(server => new IPEndPoint(IPAddress.Parse(server), 53))],
            HostsFile = Configuration.Hosts,
            KnownNames = builder.Names,
            Time = builder.Time,
        });
    }

    public string Name => Configuration.Name;

    /// <summary>What the host was made from.</summary>
    public HostConfiguration Configuration { get; }

    /// <summary>The stack; of a host of several the first.</summary>
    public NetStack Stack { get; }

    /// <summary>All stacks: one, unless the host was made with more queues.</summary>
    public IReadOnlyList<NetStack> Stacks { get; }

    /// <summary>The door that is published to other processes.</summary>
    public IStackDriver Driver => _driver;

    /// <summary>What applications use.</summary>
    public NetworkHost Network { get; }

    /// <summary>Resolves names with the host's own DNS servers and hosts file.</summary>
    public Resolver Resolver { get; }

    /// <summary>Starts a host from a configuration.</summary>
    /// <exception cref="ConfigurationException">A value is wrong. Nothing is left behind.</exception>
    public static HokkuHost Start(HostConfiguration configuration) => HostBuilder.From(configuration).Start();

    internal static HokkuHost Start(HostBuilder builder)
    {
        builder.Configuration.Validate();
        if (builder.Configuration.Modules is { } folder && builder.ModulesFolder != folder)
            throw new ConfigurationException("modules", folder, "a call of HostBuilder.ModulesFrom with that folder, since assemblies that are loaded at run time need unreferenced code");
        var host = new HokkuHost(builder);
        try
        {
            host.SetUp();
            host._services.Start(host.Network, host.Configuration.Services, host._stop.Token);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>How many packets came by the queue of a stack and belonged to another of the host, which got them.</summary>
    public long HandedOver(int stack) => _several?.HandedOver(stack) ?? 0;

    /// <summary>Adds a service to the running host.</summary>
    public void Serve(Service service) => _services.Add(service, _stop.Token);

    /// <summary>Begins to capture all devices as pcapng.</summary>
    /// <param name="stream">Where to; disposed with the capture.</param>
    /// <param name="snapLength">The most octets kept of each packet.</param>
    public HostCapture Capture(Stream stream, int snapLength = 262_144) => new(Stack, stream, snapLength);

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _stop.Cancel();
        _services.Dispose();
        _driver.Dispose();
        if (_several is null)
            Stack.Dispose();
        else
            _several.Dispose();
        _stop.Dispose();
    }

    /// <summary>Every stack gets the same interfaces and routes, and its devices the same hardware addresses, or they would be several hosts.</summary>
    private void SetUp()
    {
        if (_several is not null)
        {
            foreach (var each in Configuration.Interfaces.Where(each => each.Mac is null && each.Device.StartsWith("/dev/net/tap/", StringComparison.Ordinal)))
                each.Mac = new EthernetAddress((Stack.Entropy.NextUInt64() & 0xFCFF_FFFF_FFFF) | 0x0200_0000_0000).ToString();
        }

        foreach (var stack in Stacks)
        {
            using var driver = new InProcessDriver(stack);
            var setUp = new HostSetUp(new NetworkRoster(driver));
            setUp.Interfaces(Configuration);
            setUp.Routes(Configuration);
        }
    }
}
