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

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Move(cancellationToken);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new SimulationException("HttpClient.Send blocks, and a world has one thread: await SendAsync.");

    // The timer outlives the headers, since HttpClient's does: the content is read under it too.
    private void Move(CancellationToken token)
    {
        if (Source(ref token) is not { } source || Timer.GetValue(source) is not { } real || real.GetType().Assembly != typeof(object).Assembly)
            return;
        _due ??= real.GetType().GetField("_dueTime", BindingFlags.Instance | BindingFlags.NonPublic) ?? throw Unknown();
        uint due = (uint)_due.GetValue(real)!;
        if (due == uint.MaxValue)
            return;
        source.CancelAfter(Timeout.InfiniteTimeSpan);
        OutsideWatch.ForgiveTimeout((int)due);
        time.CreateTimer(Expire, source, TimeSpan.FromMilliseconds(due), Timeout.InfiniteTimeSpan);
    }

    private static void Expire(object? source)
    {
        try
        {
            ((CancellationTokenSource)source!).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request was over in time.
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_source")]
    private static extern ref CancellationTokenSource? Source(ref CancellationToken token);

    private static SimulationException Unknown() =>
        new("This runtime keeps the timers of CancellationTokenSource where they are not known, so that HttpClient.Timeout cannot be put on virtual time. Hokku.Simulation knows .NET 10.");
}
