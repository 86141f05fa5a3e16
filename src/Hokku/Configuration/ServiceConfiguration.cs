namespace Hokku;

/// <summary>One service of a host: its name, its port, and the folder that http serves.</summary>
public sealed class ServiceConfiguration
{
    private static readonly Dictionary<string, int> WellKnownPorts = new(StringComparer.Ordinal)
    {
        ["echo"] = 7,
        ["discard"] = 9,
        ["daytime"] = 13,
        ["chargen"] = 19,
        ["http"] = 80,
    };

    /// <summary>echo, discard, chargen, daytime or http.</summary>
    public string Name { get; set; } = "";

    /// <summary>0 for the service's well-known port.</summary>
    public int Port { get; set; }

    /// <summary>The folder that http serves; null for the present one.</summary>
    public string? Folder { get; set; }

    /// <summary>The port after defaults.</summary>
    public int EffectivePort => Port != 0 ? Port : WellKnownPorts.GetValueOrDefault(Name);

    /// <summary>Reads "echo=7,discard=9,chargen=19,daytime=13,http=80:FOLDER"; the ports may be left out.</summary>
    /// <exception cref="ConfigurationException">What is wrong and what would be right.</exception>
    public static IEnumerable<ServiceConfiguration> ParseList(string text, string where = "--services")
    {
        foreach (string item in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = item.IndexOf('=', StringComparison.Ordinal);
            var service = new ServiceConfiguration { Name = equals < 0 ? item : item[..equals] };
            if (equals >= 0)
            {
                string rest = item[(equals + 1)..];
                int colon = rest.IndexOf(':', StringComparison.Ordinal);
                service.Port = Check.Number($"{where} {service.Name}", colon < 0 ? rest : rest[..colon], 1, 65535);
                service.Folder = colon < 0 ? null : rest[(colon + 1)..];
            }

            service.Validate(where);
            yield return service;
        }
    }

    internal void Validate(string where)
    {
        if (!WellKnownPorts.ContainsKey(Name))
            throw new ConfigurationException($"{where}.name", Name, $"one of {string.Join(", ", WellKnownPorts.Keys)}");
        Check.Range($"{where}.port", Port, 0, 65535);
        if (Folder is not null && Name != "http")
            throw new ConfigurationException($"{where}.folder", Folder, "no folder, except for http");
        if (Folder is not null && !Directory.Exists(Folder))
            throw new ConfigurationException($"{where}.folder", Folder, "the path of an existing folder");
    }
}
