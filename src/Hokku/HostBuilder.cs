using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Hokku.Abstractions;
using Hokku.Devices.VirtualWire;
using Hokku.ModulesFolder;
using Hokku.Stack;

namespace Hokku;

/// <summary>Collects what makes a host, and starts it.</summary>
/// <param name="name">The host's name.</param>
public sealed class HostBuilder(string name = "hokku")
{
    internal HostConfiguration Configuration { get; init; } = new() { Name = name };

    internal TimeProvider Time { get; private set; } = TimeProvider.System;

    internal IEntropy? Entropy { get; private set; }

    internal WireRoom Wires { get; private set; } = new();

    internal ModuleRegistry Modules { get; } = new();

    internal string? ModulesFolder { get; private set; }

    internal Func<string, IReadOnlyList<IPAddress>>? Names { get; private set; }

    internal NetStackOptions Options { get; private set; } = new() { Failed = static problem => Trace.TraceError($"hokku: {problem}") };

    /// <summary>Begins with a configuration that was read from a file or made by a program.</summary>
    public static HostBuilder From(HostConfiguration configuration) => new(configuration.Name) { Configuration = configuration };

    /// <summary>Adds an interface: a device, and an address with its prefix length ("10.9.0.2/24"), or null for none yet.</summary>
    public HostBuilder Interface(string device, string? address = null, int? mtu = null, string? mac = null, int? metric = null, bool? offload = null)
    {
        Configuration.Interfaces.Add(new InterfaceConfiguration { Device = device, Address = address, Mtu = mtu, Mac = mac, Metric = metric, Offload = offload });
        return this;
    }

    /// <summary>Adds an interface on one end (0 or 1) of an in-memory wire.</summary>
    public HostBuilder Interface(VirtualWire wire, int end, string address, int? mtu = null, string? mac = null)
    {
        Wires.Add(wire);
        return Interface($"/dev/net/wire/{wire.Name}/{end}", address, mtu, mac);
    }

    /// <summary>Adds a route: "default gw 10.9.0.1".</summary>
    /// <exception cref="ConfigurationException">The text is no route: what is wrong and what would be right.</exception>
    public HostBuilder Route(string route)
    {
        Configuration.Routes.Add(RouteConfiguration.Parse(route, "route"));
        return this;
    }

    /// <summary>Adds DNS servers.</summary>
    public HostBuilder Dns(params string[] servers)
    {
        foreach (string server in servers)
            Configuration.Dns.Add(server);
        return this;
    }

    /// <summary>Adds services: "echo=7,http=80:FOLDER".</summary>
    /// <exception cref="ConfigurationException">The text names no services: what is wrong and what would be right.</exception>
    public HostBuilder Services(string services)
    {
        foreach (var service in ServiceConfiguration.ParseList(services, "services"))
            Configuration.Services.Add(service);
        return this;
    }

    /// <summary>No loopback interface.</summary>
    public HostBuilder WithoutLoopback()
    {
        Configuration.Loopback = false;
        return this;
    }

    /// <summary>The stack's only clock; virtual in tests.</summary>
    public HostBuilder UseTime(TimeProvider time)
    {
        Time = time;
        return this;
    }

    /// <summary>The stack's only randomness; seeded in tests.</summary>
    public HostBuilder UseEntropy(IEntropy entropy)
    {
        Entropy = entropy;
        return this;
    }

    /// <summary>Names that the program knows itself: the host's resolver asks this before hosts file and servers; an empty list says that it does not know one.</summary>
    public HostBuilder UseNames(Func<string, IReadOnlyList<IPAddress>> addressesOf)
    {
        Names = addressesOf;
        return this;
    }

    /// <summary>The wires that this host can be joined to; hosts that share a room can be joined.</summary>
    public HostBuilder UseWires(WireRoom wires)
    {
        Wires = wires;
        return this;
    }

    internal int QueueCount { get; private set; } = 1;

    /// <summary>
    /// Makes the host of so many stacks, each on a queue of every TAP that it has, behind the same addresses: connections are spread over them, a listener listens on all,
    /// and everything else (datagrams, ICMP, fragments) is the first one's. Worth it with more processors than one stack keeps busy.
    /// </summary>
    /// <param name="count">1 to 64.</param>
    public HostBuilder Queues(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 64);
        QueueCount = count;
        return this;
    }

    /// <summary>Registers a module of the program's own, before the built-in ones.</summary>
    public HostBuilder AddModule(ModuleManifest manifest, Func<INetModule> create)
    {
        Modules.Add(manifest, create);
        return this;
    }

    /// <summary>Registers the modules whose assemblies are in a folder, before the built-in ones.</summary>
    /// <exception cref="ModuleFolderException">An assembly is no module: which, and what was expected.</exception>
    [RequiresUnreferencedCode("Module assemblies are not known when the program is compiled.")]
    [RequiresDynamicCode("Module assemblies are not known when the program is compiled.")]
    public HostBuilder ModulesFrom(string folder)
    {
        ModulesFolder = folder;
        foreach (var module in ModuleFolder.Read(folder))
            Modules.Add(module.Manifest, module.Create);
        return this;
    }

    /// <summary>Told of exceptions inside the stack that have no caller to be thrown at: a defect of a module. By default they go to the process's trace listeners.</summary>
    public HostBuilder OnFailure(Action<Exception> failed)
    {
        Options = Options with { Failed = failed };
        return this;
    }

    /// <summary>Sets limits and sizes of the stack; name, clock, entropy and modules are this builder's.</summary>
    public HostBuilder Configure(Func<NetStackOptions, NetStackOptions> change)
    {
        Options = change(Options);
        return this;
    }

    /// <summary>Makes the host, brings its interfaces up, sets its routes and starts its services.</summary>
    /// <exception cref="ConfigurationException">A value is wrong. Nothing is left behind.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The stack refused something. Nothing is left behind.</exception>
    public HokkuHost Start() => HokkuHost.Start(this);
}
