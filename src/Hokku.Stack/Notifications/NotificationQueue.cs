using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>Changes on their way to observers: published inside the stack, told outside, in order.</summary>
internal sealed class NotificationQueue(CombiningLock stackLock) : INotifications
{
    private readonly Lock _lock = new();
    private readonly Queue<StackNotification> _queue = new();
    private volatile IStackObserver[] _observers = [];
    private bool _isTelling;

    public void Publish(in StackNotification notification)
    {
        if (_observers.Length == 0)
            return;
        lock (_lock)
            _queue.Enqueue(notification);
        stackLock.HasOutsideWork = true;
    }

    /// <summary>May be called from anywhere.</summary>
    public void Subscribe(IStackObserver observer)
    {
        lock (_lock)
            _observers = [.. _observers, observer];
    }

    /// <summary>May be called from anywhere; the observer may be told once more by a thread that is at it.</summary>
    public void Unsubscribe(IStackObserver observer)
    {
        lock (_lock)
            _observers = Array.FindAll(_observers, other => other != observer);
    }

    /// <summary>Outside: tells what was published. When another thread is at it, it tells this too.</summary>
    public void Tell()
    {
        lock (_lock)
        {
            if (_isTelling || _queue.Count == 0)
                return;
            _isTelling = true;
        }

        while (TryTake(out var notification))
        {
            foreach (var observer in _observers)
                observer.Notified(notification);
        }
    }

    private bool TryTake(out StackNotification notification)
    {
        lock (_lock)
        {
            _isTelling = _queue.TryDequeue(out notification);
            return _isTelling;
        }
    }
}
