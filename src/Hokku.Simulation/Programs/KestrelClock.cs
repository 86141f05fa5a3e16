using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;

namespace Hokku.Simulation;

/// <summary>
/// Puts Kestrel on a host's clock. It hard-codes TimeProvider.System for its timeouts and the Date header, and looks at both every real second; the clock is
/// exchanged by reflection, and the look happens every virtual second.
/// </summary>
internal static class KestrelClock
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <exception cref="SimulationException">This Kestrel is not the one that is known.</exception>
    public static void Set(IServer server, HostLife life)
    {
        if (server.GetType().Assembly.GetName().Name != "Microsoft.AspNetCore.Server.Kestrel.Core")
            return;
        object context = Value(server, "ServiceContext") ?? Value(Value(server, "_innerKestrelServer"), "ServiceContext") ?? throw Unknown("ServiceContext");
        Property(context, "TimeProvider").SetValue(context, life.Time);
        object dates = Value(context, "DateHeaderValueManager") ?? throw Unknown("DateHeaderValueManager");
        Field(dates, "_timeProvider").SetValue(dates, life.Time);
        object heartbeat = Value(context, "Heartbeat") ?? throw Unknown("Heartbeat");
        Field(heartbeat, "_timeProvider").SetValue(heartbeat, life.Time);
        Property(context, "Heartbeat").SetValue(context, null);
        var beat = (heartbeat.GetType().GetMethod("OnHeartbeat", Any) ?? throw Unknown("Heartbeat.OnHeartbeat")).CreateDelegate<Action>(heartbeat);
        beat();
        life.Keep(life.Time.CreateTimer(static beat => ((Action)beat!)(), beat, Interval, Interval));
    }

    private static object? Value(object? owner, string name) => owner?.GetType() is not { } type ? null
        : type.GetProperty(name, Any) is { } property ? property.GetValue(owner)
        : type.GetField(name, Any)?.GetValue(owner);

    private static PropertyInfo Property(object owner, string name) => owner.GetType().GetProperty(name, Any) ?? throw Unknown(name);

    private static FieldInfo Field(object owner, string name) => owner.GetType().GetField(name, Any) ?? throw Unknown(name);

    private static SimulationException Unknown(string what) => new(
        $"This version of Kestrel has no {what} where it is looked for, so that its timeouts and Date header cannot be put on virtual time. Hokku.Simulation knows Kestrel of .NET 10.");
}
