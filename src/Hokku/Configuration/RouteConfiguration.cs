namespace Hokku;

/// <summary>One route: "default gw 10.9.0.1", "10.8.0.0/16 gw 10.9.0.7", "10.7.0.0/16 dev /dev/net/tap/hk1", "192.0.2.0/24 reject".</summary>
public sealed class RouteConfiguration
{
    /// <summary>"default", a network with its prefix length, or a host's address.</summary>
    public string Destination { get; set; } = "default";

    /// <summary>Null when the destination is on the link.</summary>
    public string? Gateway { get; set; }

    /// <summary>The interface's name; null for the one whose network the gateway is in.</summary>
    public string? Device { get; set; }

    /// <summary>Null for the interface's.</summary>
    public int? Metric { get; set; }

    /// <summary>Null for the interface's. Octets.</summary>
    public int? Mtu { get; set; }

    /// <summary>Packets are refused.</summary>
    public bool Reject { get; set; }

    /// <summary>Reads "DESTINATION [gw A] [dev I] [metric N] [mtu M] [reject]".</summary>
    /// <exception cref="ConfigurationException">What is wrong and what would be right.</exception>
    public static RouteConfiguration Parse(string text, string where = "--route")
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
            throw new ConfigurationException(where, text, "a route such as \"default gw 10.9.0.1\"");
        var route = new RouteConfiguration { Destination = words[0] };
        for (int next = 1; next < words.Length; next++)
        {
            string value = next + 1 < words.Length ? words[next + 1] : "";
            switch (words[next])
            {
                case "gw" or "gateway" or "via":
                    route.Gateway = value;
                    next++;
                    break;
                case "dev":
                    route.Device = value;
                    next++;
                    break;
                case "metric":
                    route.Metric = Check.Number($"{where} metric", value, 0, int.MaxValue);
                    next++;
                    break;
                case "mtu":
                    route.Mtu = Check.Number($"{where} mtu", value, 68, 65536);
                    next++;
                    break;
                case "reject":
                    route.Reject = true;
                    break;
                default:
                    throw new ConfigurationException(where, words[next], "one of gw, dev, metric, mtu, reject after the destination");
            }
        }

        route.Validate(where);
        return route;
    }

    internal void Validate(string where)
    {
        if (Destination.Contains('/', StringComparison.Ordinal))
            Check.Prefix($"{where}.destination", Destination);
        else if (Destination != "default")
            Check.Address($"{where}.destination", Destination);
        if (Gateway is not null)
            Check.Address($"{where}.gateway", Gateway);
        if (Gateway is null && Device is null && !Reject)
            throw new ConfigurationException(where, Destination, "a gateway (gw 10.9.0.1), an interface (dev /dev/net/tap/hk0) or reject for the route");
        Check.Range($"{where}.mtu", Mtu, 68, 65536);
        Check.Range($"{where}.metric", Metric, 0, int.MaxValue);
    }
}
