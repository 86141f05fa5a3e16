using System.Reflection;
using System.Runtime.CompilerServices;

namespace Hokku.Simulation;

/// <summary>
/// Puts HttpClient.Timeout on a host's clock. HttpClient arms a source of cancellation on the real clock and hands its token on: here that timer is taken off
/// and a virtual one set in its place, so that the client sees the timeout as its own.
/// </summary>
internal sealed class VirtualTimeout(TimeProvider time) : DelegatingHandler
{
    private static readonly FieldInfo Timer = typeof(CancellationTokenSource).GetField("_timer", BindingFlags.Instance | BindingFlags.NonPublic) ?? throw Unknown();

    private static FieldInfo? _due;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await using var timer = Move(cancellationToken);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new SimulationException("HttpClient.Send blocks, and a world has one thread: await SendAsync.");

    private ITimer? Move(CancellationToken token)
    {
        if (Source(ref token) is not { } source || Timer.GetValue(source) is not { } real || real.GetType().Assembly != typeof(object).Assembly)
            return null;
        _due ??= real.GetType().GetField("_dueTime", BindingFlags.Instance | BindingFlags.NonPublic) ?? throw Unknown();
        uint due = (uint)_due.GetValue(real)!;
        if (due == uint.MaxValue)
            return null;
        source.CancelAfter(Timeout.InfiniteTimeSpan);
        OutsideWatch.ForgiveTimeout();
        return time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), source, TimeSpan.FromMilliseconds(due), Timeout.InfiniteTimeSpan);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_source")]
    private static extern ref CancellationTokenSource? Source(ref CancellationToken token);

    private static SimulationException Unknown() =>
        new("This runtime keeps the timers of CancellationTokenSource where they are not known, so that HttpClient.Timeout cannot be put on virtual time. Hokku.Simulation knows .NET 10.");
}
