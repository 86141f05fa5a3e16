using Hokku.Network;

namespace Hokku.Cli;

/// <summary>The routing table as Haiku's route prints it.</summary>
internal static class RouteText
{
    public static void Print(IEnumerable<RouteState> routes, TextWriter output)
    {
        output.WriteLine("IPv4 routing table:");
        output.WriteLine($"{"Destination",15} {"Netmask",15} {"Gateway",15} Flags  Interface");
        foreach (var route in routes)
        {
            string mask = route.IsHost ? "-" : Wire.Addresses.IPv4Address.Mask(route.Destination.PrefixLength).ToString();
            output.WriteLine($"{route.Destination.BaseAddress,15} {mask,15} {route.Gateway?.ToString() ?? "-",15} {Flags(route)} {route.Interface}");
        }

        output.WriteLine();
    }

    private static string Flags(RouteState route) => string.Create(6, route, static (span, each) =>
    {
        span[0] = each.IsDefault ? 'D' : '-';
        span[1] = each.IsReject ? 'R' : '-';
        span[2] = each.IsHost ? 'H' : '-';
        span[3] = each.IsLocal ? 'L' : '-';
        span[4] = each.IsDynamic ? 'D' : '-';
        span[5] = each.IsModified ? 'M' : '-';
    });
}
