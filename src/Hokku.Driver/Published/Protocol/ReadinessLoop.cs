using System.Collections.Concurrent;
using Hokku.Linux;

namespace Hokku.Driver.Published;

/// <summary>One thread that serves descriptors as they get ready, and work that other threads post.</summary>
internal sealed class ReadinessLoop : IDisposable
{
    private readonly ReadinessQueue _queue = new();
    private readonly ConcurrentDictionary<ulong, ILoopTarget> _targets = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Thread _thread;
    private ulong _lastKey;
    private volatile bool _ends;

    public ReadinessLoop(string name) => _thread = new Thread(Run) { IsBackground = true, Name = name };

    /// <summary>Called by the loop's thread after each round, with nothing else to do.</summary>
    public Action? Idle { get; set; }

    /// <summary>Told of what a target or posted work throws; when null, it ends the process.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>How long a round waits at most. Milliseconds; -1 for ever.</summary>
    public int Patience { get; set; } = -1;

    public void Start() => _thread.Start();

    /// <summary>Watches a descriptor for changes; the key takes it back.</summary>
    public ulong Add(Descriptor descriptor, ILoopTarget target)
    {
        ulong key = Interlocked.Increment(ref _lastKey);
        _targets[key] = target;
        try
        {
            _queue.Add(descriptor, key, Readiness.Read | Readiness.Write | Readiness.PeerClosed | Readiness.Edge);
        }
        catch (LinuxException)
        {
            _targets.TryRemove(key, out _);
            throw;
        }

        return key;
    }

    /// <summary>Forgets a descriptor; before it is closed.</summary>
    public void Remove(ulong key, Descriptor descriptor)
    {
        if (_targets.TryRemove(key, out _) && !_ends && !descriptor.IsClosed)
            _queue.Remove(descriptor);
    }

    /// <summary>Runs work on the loop's thread. Keep the delegate: making one allocates.</summary>
    public void Post(Action work)
    {
        _posted.Enqueue(work);
        if (Thread.CurrentThread != _thread)
            _queue.Wake();
    }

    /// <summary>Ends the thread and waits for it, unless it is the caller.</summary>
    public void Dispose()
    {
        if (_ends)
            return;
        _ends = true;
        _queue.Wake();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join();
        _queue.Dispose();
    }

    private void Run()
    {
        while (!_ends)
        {
            try
            {
                RunOnce();
            }
            catch (Exception exception) when (Failed is not null)
            {
                Failed(exception);
            }
        }
    }

    private void RunOnce()
    {
        int count = _queue.Wait(_posted.IsEmpty ? Patience : 0);
        for (int i = 0; i < count && !_ends; i++)
        {
            var (key, ready) = _queue.Get(i);
            if (_targets.TryGetValue(key, out var target))
                target.Ready(ready);
        }

        // What is posted meanwhile, by this thread too, waits for the next round: descriptors have their turn.
        for (int left = _posted.Count; left > 0 && !_ends && _posted.TryDequeue(out var work); left--)
            work();
        Idle?.Invoke();
    }
}
