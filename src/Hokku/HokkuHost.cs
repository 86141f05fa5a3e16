using System.Net;
using Hokku.Driver;
using Hokku.Network;
using Hokku.Services;
using Hokku.Stack;

namespace Hokku;

/// <summary>A running host: a stack with its interfaces, its driver in this process, and its services. Disposing ends it all.</summary>
public sealed class HokkuHost : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceSet _services = new();
    private readonly InProcessDriver _driver;
    private bool _isDisposed;

    private HokkuHost(HostBuilder builder)
    {
        Configuration = builder.Configuration;
        Stack = new NetStack(builder.Options with
        {
            Name = Configuration.Name,
            Time = builder.Time,
            Entropy = builder.Entropy,
            Modules = builder.Modules.AddBuiltIn(builder.Wires),
        });
        _driver = new InProcessDriver(Stack);
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

    /// <summary>The stack.</summary>
    public NetStack Stack { get; }

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
            var setUp = new HostSetUp(host.Network.Roster);
            setUp.Interfaces(host.Configuration);
            setUp.Routes(host.Configuration);
            host._services.Start(host.Network, host.Configuration.Services, host._stop.Token);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

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
        Stack.Dispose();
        _stop.Dispose();
    }
}
