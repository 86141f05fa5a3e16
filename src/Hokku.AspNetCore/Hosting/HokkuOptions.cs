namespace Hokku.AspNetCore;

/// <summary>What a Hokku host of an application is made of: from code, from the section Hokku:NAME of the application's configuration, or both.</summary>
public sealed class HokkuOptions
{
    private readonly List<Action<HostBuilder>> _building = [];

    /// <summary>The host's addresses, routes, DNS servers and services; its name is the one given to AddHokku.</summary>
    public HostConfiguration Host { get; } = new();

    /// <summary>Adds an interface: a device, and an address with its prefix length ("10.9.0.2/24").</summary>
    public HokkuOptions Interface(string device, string? address = null, int? mtu = null, string? mac = null)
    {
        Host.Interfaces.Add(new InterfaceConfiguration { Device = device, Address = address, Mtu = mtu, Mac = mac });
        return this;
    }

    /// <summary>Adds a route: "default gw 10.9.0.1".</summary>
    /// <exception cref="ConfigurationException">The text is no route: what is wrong and what would be right.</exception>
    public HokkuOptions Route(string route)
    {
        Host.Routes.Add(RouteConfiguration.Parse(route, "route"));
        return this;
    }

    /// <summary>Adds DNS servers.</summary>
    public HokkuOptions Dns(params string[] servers)
    {
        foreach (string server in servers)
            Host.Dns.Add(server);
        return this;
    }

    /// <summary>What only a builder can say: wires in memory, modules of the program's own, a clock, a source of randomness.</summary>
    public HokkuOptions Build(Action<HostBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        _building.Add(build);
        return this;
    }

    /// <summary>Makes and starts the host.</summary>
    internal HokkuHost Start(Action<Exception> failed)
    {
        var builder = HostBuilder.From(Host).OnFailure(failed);
        foreach (var build in _building)
            build(builder);
        return builder.Start();
    }
}
