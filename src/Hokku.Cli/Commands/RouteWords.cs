using System.Globalization;
using System.Net;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>The words of route add and route delete.</summary>
internal static class RouteWords
{
    /// <exception cref="UserException">A word or value is wrong: which, and what would be right.</exception>
    public static RouteState Parse(string[] words, IReadOnlyCollection<string> interfaces, bool forDelete = false)
    {
        int next = 0;
        string name = "";
        if (next < words.Length && words[next] != "default" && !char.IsAsciiDigit(words[next][0]))
            name = words[next++];
        if (next < words.Length && words[next] == "inet")
            next++;
        if (next >= words.Length)
            throw new UserException("route needs a destination, such as: hokku route add /dev/net/tap/hk0 default gw 10.9.0.1", 2);
        if (name.Length > 0 && !interfaces.Contains(name))
            throw new UserException($"There is no interface '{name}'; there are: {string.Join(", ", interfaces)}.");
        var (address, prefixLength) = Destination(words[next++]);
        var route = new RouteState { Interface = name };
        bool isHost = false;
        while (next < words.Length)
            route = Word(words, ref next, route, ref prefixLength, ref isHost);
        if (route is { Gateway: null, IsReject: false, Interface: "" } && !forDelete)
            throw new UserException("route add needs a gateway (gw A), an interface before the destination, or reject.", 2);
        return route with { Destination = Network(address, isHost ? 32 : prefixLength ?? 32), IsHost = isHost || prefixLength is null or 32 };
    }

    private static RouteState Word(string[] words, ref int next, RouteState route, ref int? prefixLength, ref bool isHost)
    {
        string word = words[next++];
        switch (word)
        {
            case "netmask" or "nm":
                var mask = Value(words, ref next, word);
                if (!Wire.Addresses.IPv4Address.TryParse(mask, out var octets) || octets.PrefixLength < 0)
                    throw new UserException($"'{mask}' is not a mask; ones and then zeros are needed, such as 255.255.255.0.", 2);
                prefixLength = octets.PrefixLength;
                return route;
            case "prefixlen" or "plen" or "prefix-length":
                prefixLength = Number(Value(words, ref next, word), word, 32);
                return route;
            case "gw" or "gateway":
                return route with { Gateway = AddressText.Parse(Value(words, ref next, word), "route gw") };
            case "mtu":
                return route with { Mtu = Number(Value(words, ref next, word), word, 65536) };
            case "metric":
                return route with { Metric = Number(Value(words, ref next, word), word, int.MaxValue) };
            case "reject":
                return route with { IsReject = true };
            case "local":
                return route with { IsLocal = true };
            case "host":
                isHost = true;
                return route;
            default:
                throw new UserException($"route does not know '{word}'; it knows netmask, prefixlen, gw, mtu, metric, each with a value, and reject, local, host.", 2);
        }
    }

    private static (IPAddress Address, int? PrefixLength) Destination(string text)
    {
        if (text == "default")
            return (IPAddress.Any, 0);
        var parts = text.Split('/');
        var address = AddressText.Parse(parts[0], "route destination");
        return (address, parts.Length > 1 ? Number(parts[1], "prefix length", 32) : null);
    }

    private static IPNetwork Network(IPAddress address, int prefixLength)
    {
        var octets = Wire.Addresses.IPv4Address.Read(address.GetAddressBytes()) & Wire.Addresses.IPv4Address.Mask(prefixLength);
        return new IPNetwork(IPAddress.Parse(octets.ToString()), prefixLength);
    }

    private static string Value(string[] words, ref int next, string word) =>
        next < words.Length ? words[next++] : throw new UserException($"route {word} needs a value behind it.", 2);

    private static int Number(string text, string what, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= maximum
            ? number
            : throw new UserException($"route {what}: '{text}' is not a number from 0 to {maximum}.", 2);
}
