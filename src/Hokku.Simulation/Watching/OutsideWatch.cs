using System.Diagnostics;
using System.Diagnostics.Tracing;

namespace Hokku.Simulation;

/// <summary>
/// Sees timers on the real clock and sockets of the kernel that code inside a world makes, by the runtime's own events, which come on the thread that does it
/// before it goes on.
/// </summary>
internal sealed class OutsideWatch : EventListener
{
    private const string Framework = "System.Diagnostics.Eventing.FrameworkEventSource";
    private const string Sockets = "System.Net.Sockets";
    private const string SocketDetails = "Private.InternalDiagnostics.System.Net.Sockets";
    private const string Names = "System.Net.NameResolution";
    private const EventKeywords ThreadTransfer = (EventKeywords)0x10;
    private const int TimerKind = 1;

    [ThreadStatic]
    private static OutsideUse? _timeout;

    // A stack costs more than the request that it is of: timers as long as a client's timeout are taken for such, without one.
    private static readonly HashSet<int> KnownTimeouts = [];

    private static readonly Lazy<OutsideWatch> Only = new(static () => new OutsideWatch());

    /// <summary>Begins to look, once for the process.</summary>
    public static void Begin() => _ = Only.Value;

    /// <summary>The timer that HttpClient has just set for its Timeout was put on the host's clock.</summary>
    /// <param name="milliseconds">Its length.</param>
    public static void ForgiveTimeout(int milliseconds)
    {
        _timeout = null;
        lock (KnownTimeouts)
            KnownTimeouts.Add(milliseconds);
    }

    /// <summary>Reports a timeout of HttpClient that nobody put on a host's clock.</summary>
    public static void Settle(World world)
    {
        if (_timeout is { } use)
            world.Report(use);
        _timeout = null;
    }

    protected override void OnEventSourceCreated(EventSource source)
    {
        switch (source.Name)
        {
            case Framework:
                EnableEvents(source, EventLevel.Informational, ThreadTransfer);
                break;
            case Sockets or SocketDetails or Names:
                EnableEvents(source, EventLevel.Informational, EventKeywords.All);
                break;
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs data)
    {
        if (World.Current is not { IsRunning: true } world || world.Options.RealClock == RealClockUse.Ignored)
            return;
        if (data.EventSource.Name == Framework)
            SeeTimer(world, data);
        else if (data.EventSource.Name == Names)
            Report(world, "the system's name resolution", "resolve with HostLife.Resolver, where the hosts' names are known");
        else
            Report(world, "a socket of the kernel", "open sockets with HostLife.Network; Kestrel listens there by UseHokku, HttpClient connects there by HostLife.CreateHttpHandler");
    }

    private static void SeeTimer(World world, EventWrittenEventArgs data)
    {
        if (data.EventName is not "ThreadTransferSend" || data.Payload is not [_, TimerKind, ..])
            return;
        Settle(world);
        if (data.Payload is [_, _, _, _, int due, ..] && IsKnown(due))
            return;
        var frames = new StackTrace(fNeedFileInfo: true).GetFrames();
        if (RealClockStack.Read(frames) is not { } use)
            return;
        var found = new OutsideUse(HostLife.Current?.Name, use.What, use.Where);
        if (use.IsHttpTimeout)
            _timeout = found;
        else
            world.Report(found);
    }

    private static bool IsKnown(int due)
    {
        lock (KnownTimeouts)
            return KnownTimeouts.Contains(due);
    }

    private static void Report(World world, string what, string instead)
    {
        if (world.HasFailed)
            return;
        string where = RealClockStack.Describe(new StackTrace(fNeedFileInfo: true).GetFrames());
        world.Fail($"{new OutsideUse(HostLife.Current?.Name, what, where)}\nA world has a network of its own: {instead}.");
    }
}
