namespace Hokku.Simulation;

/// <summary>
/// Lets time go on when nothing is left to do: a work item of the pool's only thread, which looks whether others wait, and if none does, runs the next timer. It
/// queues itself behind them and comes again.
/// </summary>
internal sealed class Pump(World world) : IThreadPoolWorkItem
{
    private TaskCompletionSource? _done;
    private Task _body = Task.CompletedTask;
    private Exception? _failure;
    private long _limit;

    /// <summary>Counts looks; it stands still while something blocks the thread.</summary>
    public long Turns;

    /// <summary>Whether a run is under way.</summary>
    public bool IsRunning => _done is not null;

    public bool HasFailed => _failure is not null;

    /// <summary>The pool's thread while a run is under way.</summary>
    public Thread? Thread { get; private set; }

    /// <summary>Whether a dedicated thread runs a program's beginning while the pool's waits for it.</summary>
    public bool IsLending { get; set; }

    /// <summary>Runs until the body is done.</summary>
    /// <exception cref="SimulationException">It cannot go on, or a run is under way.</exception>
    public Task RunAsync(Func<Task> body, TimeSpan limit)
    {
        if (_done is not null)
            throw new SimulationException("The world runs already: one run at a time. Inside a run, wait with Task.Delay(time, world.Time).");
        _limit = (world.Now + limit).Ticks;
        var done = _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        BlockWatch.Begin(world, this);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                Thread = Thread.CurrentThread;
                _body = Begin(body);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            },
            null);
        return done.Task;
    }

    /// <summary>The run ends with this at the pump's next turn.</summary>
    public void Fail(Exception failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    public void Execute()
    {
        Turns++;
        Thread = Thread.CurrentThread;
        if (_failure is { } failure)
        {
            End(failure);
        }
        else if (ThreadPool.PendingWorkItemCount > 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else if (_body.IsCompleted)
        {
            End(_body.IsFaulted ? _body.Exception!.InnerExceptions[0] : _body.IsCanceled ? new OperationCanceledException() : null);
        }
        else
        {
            GoOn();
        }
    }

    private static async Task Begin(Func<Task> body) => await body().ConfigureAwait(false);

    private void GoOn()
    {
        bool went;
        try
        {
            went = world.Time.RunNext(_limit);
        }
        catch (Exception problem)
        {
            End(problem);
            return;
        }

        if (went)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            End(new SimulationException(world.Time.NextDue is null
                ? $"Nothing can happen any more at {world.Now}: no timer is set, no packet is under way, and the run waits for something. A program that waits for the world outside (a process, a kernel's socket, a thread of its own) is not seen."
                : $"The run was not over at its limit, {new TimeSpan(_limit)} of virtual time; WorldOptions.Limit sets another."));
    }

    private void End(Exception? failure)
    {
        var done = _done!;
        _done = null;
        BlockWatch.End(this);
        if (failure is null)
            done.SetResult();
        else
            done.SetException(failure);
    }
}
