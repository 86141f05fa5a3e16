using System.Text.Json;

namespace Hokku;

/// <summary>What the JSON reader complains about, in the words of a configuration's author.</summary>
internal static class JsonWords
{
    private static readonly (string Type, string Words)[] Types =
    [
        ("System.Int32", "a whole number"),
        ("System.Boolean", "true or false"),
        ("System.String", "a text in quotes"),
        ("IList", "a list in [ ]"),
        ("Hokku.", "an object in { }"),
    ];

    private static readonly (string Type, string Members)[] Objects =
    [
        ("Hokku.HostConfiguration", "name, interfaces, routes, dns, hosts, services, loopback, modules"),
        ("Hokku.InterfaceConfiguration", "device, address, mtu, mac, metric"),
        ("Hokku.RouteConfiguration", "destination, gateway, device, metric, mtu, reject"),
        ("Hokku.ServiceConfiguration", "name, port, folder"),
    ];

    /// <summary>The reader's own words, without the place, which is said before.</summary>
    public static string Problem(JsonException problem)
    {
        int end = problem.Message.IndexOf(" Path:", StringComparison.Ordinal);
        string words = end < 0 ? problem.Message : problem.Message[..end];
        end = words.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? words : words[..end]).TrimEnd('.');
    }

    /// <summary>What would be right instead.</summary>
    public static string Expected(JsonException problem)
    {
        string message = problem.Message;
        if (message.Contains("could not be mapped", StringComparison.Ordinal))
            return $"one of {Objects.FirstOrDefault(each => message.Contains(each.Type, StringComparison.Ordinal)).Members}";
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return Types.FirstOrDefault(each => message.Contains(each.Type, StringComparison.Ordinal)).Words;
        return message.Contains("null", StringComparison.Ordinal) ? "a value, or nothing at all" : "JSON as in docs/configuration.md";
    }
}
