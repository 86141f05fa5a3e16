namespace Hokku;

/// <summary>All that makes a host: what <c>hokku up</c> reads from flags or from a JSON file, and what the builder collects.</summary>
public sealed class HostConfiguration
{
    /// <summary>The host's name; names its driver. Letters, digits, '-', '_' and '.'.</summary>
    public string Name { get; set; } = "hokku";

    public IList<InterfaceConfiguration> Interfaces { get; } = [];

    public IList<RouteConfiguration> Routes { get; } = [];

    /// <summary>Addresses of DNS servers, asked in this order.</summary>
    public IList<string> Dns { get; } = [];

    /// <summary>A hosts file for the resolver; null for none.</summary>
    public string? Hosts { get; set; }

    public IList<ServiceConfiguration> Services { get; } = [];

    /// <summary>Whether the loopback interface with 127.0.0.1/8 is made.</summary>
    public bool Loopback { get; set; } = true;

    /// <summary>A folder with modules in assemblies of their own; null for none.</summary>
    public string? Modules { get; set; }

    /// <summary>Checks all values and that they fit together.</summary>
    /// <exception cref="ConfigurationException">What is wrong, where, and what would be right.</exception>
    public void Validate()
    {
        ValidateEach();
        ValidateTogether();
    }

    /// <summary>Checks each value; more may be added yet.</summary>
    internal void ValidateEach()
    {
        if (Name.Length is 0 or > 40 || Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) || !char.IsAsciiLetterOrDigit(Name[0]))
            throw new ConfigurationException("name", Name, "a name of 1 to 40 letters, digits, '-', '_' or '.' that begins with a letter or digit, such as edge-1");
        for (int i = 0; i < Interfaces.Count; i++)
            Check.Present($"interfaces[{i}]", Interfaces[i], "an interface").Validate($"interfaces[{i}]");
        for (int i = 0; i < Routes.Count; i++)
            Check.Present($"routes[{i}]", Routes[i], "a route").Validate($"routes[{i}]");
        for (int i = 0; i < Dns.Count; i++)
            Check.Address($"dns[{i}]", Dns[i]);
        for (int i = 0; i < Services.Count; i++)
            Check.Present($"services[{i}]", Services[i], "a service").Validate($"services[{i}]");
        if (Hosts is not null && !File.Exists(Hosts))
            throw new ConfigurationException("hosts", Hosts, "the path of an existing hosts file");
        if (Modules is not null && !Directory.Exists(Modules))
            throw new ConfigurationException("modules", Modules, "the path of an existing folder with module assemblies");
    }

    private void ValidateTogether()
    {
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, each) in Interfaces.Index())
        {
            if (each.Address is { } address && !addresses.Add(address.Split('/')[0]))
                throw new ConfigurationException($"interfaces[{index}].address", address, "an address that no other interface of this host has");
        }

        if (Interfaces.Count == 0 && !Loopback)
            throw new ConfigurationException("interfaces", "(none)", "at least one interface, such as \"/dev/net/tap/hk0 10.9.0.2/24\", since loopback is off");
    }
}
