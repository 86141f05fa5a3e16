using Hokku.Network;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hokku.AspNetCore.Hosting;

/// <summary>Whether a host runs, with its interfaces up and their links there.</summary>
internal sealed class HokkuHealthCheck(IHokkuHosts hosts, string? name) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(Judge(hosts.Get(name)));
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, problem.Message, problem));
        }
    }

    private static HealthCheckResult Judge(HokkuHost host)
    {
        var all = host.Network.Roster.Interfaces();
        var data = all.ToDictionary(each => each.Name, object (each) => Describe(each));
        var outward = all.Where(each => (each.Flags & InterfaceState.Flag.Loopback) == 0).ToList();
        if (outward.Count == 0)
            return HealthCheckResult.Healthy("Only the loopback interface is configured.", data);
        var well = outward.Where(each => each.IsUp && (each.Flags & InterfaceState.Flag.Link) != 0).ToList();
        if (well.Count == outward.Count)
            return HealthCheckResult.Healthy($"{well.Count} interfaces up.", data);
        string rest = string.Join(", ", outward.Except(well).Select(each => $"{each.Name} {(each.IsUp ? "has no link" : "is down")}"));
        return well.Count == 0 ? HealthCheckResult.Unhealthy(rest, data: data) : HealthCheckResult.Degraded(rest, data: data);
    }

    private static string Describe(InterfaceState each) =>
        $"{(each.IsUp ? "up" : "down")} {string.Join(' ', each.Addresses.Select(address => $"{address.Address}/{address.PrefixLength}"))}";
}
