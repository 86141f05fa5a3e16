using System.Net.Sockets;

namespace Hokku.Network.Sockets.Operations;

/// <summary>The operations that wait for one direction of a socket, first come first served, and the count of events that keeps none from being missed.</summary>
internal sealed class SocketDirection
{
    private readonly Lock _lock = new();
    private SocketOperation? _head;
    private SocketOperation? _tail;
    private int _events;
    private bool _isClosed;

    /// <summary>Whether what waits goes on where it became ready, instead of on the thread pool.</summary>
    public bool CompletesInline { get; set; }

    /// <summary>Tries the operation unless others wait, then queues it.</summary>
    /// <returns>True when it is done.</returns>
    public bool Start(SocketOperation operation, CancellationToken token)
    {
        operation.Direction = this;
        int events = Volatile.Read(ref _events);
        bool tried = Volatile.Read(ref _head) is null;
        if (tried && operation.TryPerform())
            return true;
        operation.Register(token);
        if (!TryEnqueue(operation, tried ? events : ~events))
        {
            // Closed or cancelled meanwhile; the registration ends with the operation.
            operation.EndWith(operation.Ending == SocketError.Success ? SocketError.OperationAborted : operation.Ending);
            operation.Unregister();
            return true;
        }

        return false;
    }

    /// <summary>The socket may be ready: the first in the queue is tried again.</summary>
    public void Signal()
    {
        SocketOperation? first = null;
        lock (_lock)
        {
            _events++;
            if (_head is { IsScheduled: false })
            {
                first = _head;
                first.IsScheduled = true;
            }
        }

        first?.Schedule();
    }

    /// <summary>Tries the first operation, which was scheduled, until it is done or nothing more happens.</summary>
    public void Process(SocketOperation operation)
    {
        SocketOperation? next;
        while (true)
        {
            int events = Volatile.Read(ref _events);
            bool isDone = operation.TryPerform();
            lock (_lock)
            {
                if (!isDone && operation.Ending == SocketError.Success)
                {
                    if (events != _events)
                        continue;
                    operation.IsScheduled = false;
                    return;
                }

                if (!isDone)
                    operation.EndWith(operation.Ending);
                next = Unlink(operation);
            }

            break;
        }

        next?.Schedule();
        operation.Complete(inline: true);
    }

    /// <summary>As <see cref="Process"/>, for a thread that was woken.</summary>
    public void ProcessIfScheduled(SocketOperation operation)
    {
        bool scheduled;
        lock (_lock)
        {
            scheduled = operation is { IsQueued: true, IsScheduled: true };
        }

        if (scheduled)
            Process(operation);
    }

    /// <summary>Ends an operation that waits; one that is being tried ends when that has led to nothing.</summary>
    public void Cancel(SocketOperation operation, SocketError error)
    {
        SocketOperation? next;
        lock (_lock)
        {
            operation.Ending = error;
            if (!operation.IsQueued || operation.IsScheduled)
                return;
            operation.EndWith(error);
            next = Unlink(operation);
        }

        next?.Schedule();
        operation.Complete(inline: false);
    }

    /// <summary>The socket is closed: everything that waits ends, and what is being tried ends when that has led to nothing.</summary>
    public void Close()
    {
        SocketOperation? ended;
        lock (_lock)
        {
            _isClosed = true;
            ended = _head;
            if (_head is { IsScheduled: true })
            {
                ended = _head.Next;
                _head.Next = null;
                _head.Ending = SocketError.OperationAborted;
                _tail = _head;
            }
            else
            {
                _head = _tail = null;
            }

            for (var operation = ended; operation is not null; operation = operation.Next)
            {
                operation.IsQueued = false;
                operation.EndWith(SocketError.OperationAborted);
            }
        }

        while (ended is not null)
        {
            var next = ended.Next;
            ended.Next = null;
            ended.Complete(inline: false);
            ended = next;
        }
    }

    private bool TryEnqueue(SocketOperation operation, int events)
    {
        bool schedule = false;
        lock (_lock)
        {
            if (_isClosed || operation.Ending != SocketError.Success)
                return false;
            operation.IsQueued = true;
            operation.IsScheduled = false;
            if (_tail is null)
                _head = operation;
            else
                _tail.Next = operation;
            _tail = operation;
            if (_head == operation && events != _events)
                schedule = operation.IsScheduled = true;
        }

        if (schedule)
            operation.Schedule();
        return true;
    }

    // The operation that is first now and has to be tried, as its turn has come; the caller schedules it outside of the lock.
    private SocketOperation? Unlink(SocketOperation operation)
    {
        bool wasFirst = _head == operation;
        if (wasFirst)
        {
            _head = operation.Next;
            if (_head is null)
                _tail = null;
        }
        else
        {
            var before = _head!;
            while (before.Next != operation)
                before = before.Next!;
            before.Next = operation.Next;
            if (_tail == operation)
                _tail = before;
        }

        operation.Next = null;
        operation.IsQueued = false;
        operation.IsScheduled = false;
        if (!wasFirst || _head is null or { IsScheduled: true })
            return null;
        _head.IsScheduled = true;
        return _head;
    }
}
