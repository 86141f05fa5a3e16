using Microsoft.Extensions.Configuration;

namespace Hokku.AspNetCore.Hosting;

/// <summary>
/// Reads a host from a section of an application's configuration: Interfaces, Routes, Dns, Hosts, Services, Loopback. Written out, so that it needs no
/// reflection and names every key that it does not know.
/// </summary>
internal static class HostSection
{
    /// <exception cref="ConfigurationException">What is wrong, at which key, and what would be right.</exception>
    public static void Read(IConfigurationSection section, HostConfiguration host)
    {
        foreach (var each in section.GetChildren())
        {
            switch (each.Key.ToUpperInvariant())
            {
                case "INTERFACES":
                    foreach (var item in each.GetChildren())
                        host.Interfaces.Add(Interface(item));
                    break;
                case "ROUTES":
                    foreach (var item in each.GetChildren())
                        host.Routes.Add(Route(item));
                    break;
                case "DNS":
                    foreach (string server in Values(each))
                        host.Dns.Add(server);
                    break;
                case "SERVICES":
                    foreach (var service in Values(each).SelectMany(text => ServiceConfiguration.ParseList(text, each.Path)))
                        host.Services.Add(service);
                    break;
                case "HOSTS":
                    host.Hosts = each.Value;
                    break;
                case "LOOPBACK":
                    host.Loopback = Boolean(each);
                    break;
                default:
                    throw Unknown(each, "Interfaces, Routes, Dns, Hosts, Services, Loopback");
            }
        }
    }

    // "/dev/net/tap/hk0 10.9.0.2/24 mtu 1400", or an object.
    private static InterfaceConfiguration Interface(IConfigurationSection section)
    {
        if (section.Value is { } text)
            return InterfaceConfiguration.Parse(text, section.Path);
        var result = new InterfaceConfiguration();
        foreach (var each in section.GetChildren())
        {
            switch (each.Key.ToUpperInvariant())
            {
                case "DEVICE":
                    result.Device = each.Value ?? "";
                    break;
                case "ADDRESS":
                    result.Address = each.Value;
                    break;
                case "MTU":
                    result.Mtu = Number(each);
                    break;
                case "MAC":
                    result.Mac = each.Value;
                    break;
                case "METRIC":
                    result.Metric = Number(each);
                    break;
                default:
                    throw Unknown(each, "Device, Address, Mtu, Mac, Metric");
            }
        }

        return result;
    }

    // "default gw 10.9.0.1", or an object.
    private static RouteConfiguration Route(IConfigurationSection section)
    {
        if (section.Value is { } text)
            return RouteConfiguration.Parse(text, section.Path);
        var result = new RouteConfiguration();
        foreach (var each in section.GetChildren())
        {
            switch (each.Key.ToUpperInvariant())
            {
                case "DESTINATION":
                    result.Destination = each.Value ?? "";
                    break;
                case "GATEWAY":
                    result.Gateway = each.Value;
                    break;
                case "DEVICE":
                    result.Device = each.Value;
                    break;
                case "METRIC":
                    result.Metric = Number(each);
                    break;
                case "MTU":
                    result.Mtu = Number(each);
                    break;
                case "REJECT":
                    result.Reject = Boolean(each);
                    break;
                default:
                    throw Unknown(each, "Destination, Gateway, Device, Metric, Mtu, Reject");
            }
        }

        return result;
    }

    private static IEnumerable<string> Values(IConfigurationSection section) =>
        section.Value is { Length: > 0 } one ? [one] : section.GetChildren().Select(each => each.Value ?? "");

    private static bool Boolean(IConfigurationSection section) =>
        bool.TryParse(section.Value, out bool value) ? value : throw new ConfigurationException(section.Path, section.Value, "true or false");

    private static int Number(IConfigurationSection section) =>
        int.TryParse(section.Value, out int value) ? value : throw new ConfigurationException(section.Path, section.Value, "a whole number");

    private static ConfigurationException Unknown(IConfigurationSection section, string known) => new(section.Path, section.Key, $"one of {known}");
}
