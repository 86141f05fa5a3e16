using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hokku.AspNetCore;

/// <summary>Names for observers: of the meter and of the source of activities.</summary>
public static class HokkuTelemetry
{
    /// <summary>The meter: system.network.* and hokku.*, see docs/aspnetcore.md.</summary>
    public const string MeterName = "Hokku";

    /// <summary>The source of the activities "hokku connect" and "hokku resolve".</summary>
    public const string ActivitySourceName = "Hokku";

    internal static readonly ActivitySource Activities = new(ActivitySourceName);

    /// <summary>Publishes the figures of a host that was started by a program itself, until disposed of; AddHokku does so by itself.</summary>
    public static IDisposable PublishMetrics(this HokkuHost host, IMeterFactory? meters = null) =>
        new Telemetry.HostMetrics(() => [host], meters);

    /// <summary>Marks an activity as failed for a reason.</summary>
    internal static void Fail(Activity? activity, Exception problem)
    {
        if (activity is null)
            return;
        string type = problem is System.Net.Sockets.SocketException socket ? socket.SocketErrorCode.ToString() : problem.GetType().Name;
        activity.SetTag("error.type", type);
        activity.SetStatus(ActivityStatusCode.Error, problem.Message);
    }
}
