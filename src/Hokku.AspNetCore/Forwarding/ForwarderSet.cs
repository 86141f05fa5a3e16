using Microsoft.Extensions.Logging;

namespace Hokku.AspNetCore.Forwarding;

/// <summary>The connections that a forwarder carries at the moment: counted, limited, and ended with it.</summary>
internal sealed class ForwarderSet(int limit, ILogger logger)
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _running = [];

    public CancellationToken Stopping => _stop.Token;

    /// <summary>Runs one connection. False when there are too many.</summary>
    public bool TryRun(Func<CancellationToken, Task> connection)
    {
        lock (_running)
        {
            if (_running.Count >= limit || _stop.IsCancellationRequested)
                return false;
            var task = Task.Run(() => connection(_stop.Token));
            _running.Add(task);
            task.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return true;
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] rest;
        lock (_running)
            rest = [.. _running];
        await Task.WhenAll(rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Ended(Task task)
    {
        if (task.Exception is { } problem)
            ForwardingLog.Failed(logger, problem.InnerException ?? problem);
        lock (_running)
            _running.Remove(task);
    }
}
