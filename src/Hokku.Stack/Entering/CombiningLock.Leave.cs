using System.Runtime.CompilerServices;
using Hokku.Abstractions;

namespace Hokku.Stack;

/// <content>What the holder does before and after it lets go.</content>
internal sealed partial class CombiningLock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave()
    {
        if (Unsettled || _pending is not null || !TryRelease())
            LeaveSlowly();
        if (HasOutsideWork)
            place.Left();
    }

    /// <summary>Lets go; false when something was queued meanwhile and the caller is the holder again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRelease()
    {
        _holder = 0;
        IsClockRead = false;
        Interlocked.Exchange(ref _held, 0);
        return Volatile.Read(ref _queue) is null || !TryEnter();
    }

    private void LeaveSlowly()
    {
        int me = Environment.CurrentManagedThreadId;
        for (int budget = Drain, rounds = 0; ;)
        {
            _holder = me;
            RunQueued(ref budget);
            if (Unsettled)
                Settle();
            if (_pending is not null || Volatile.Read(ref _queue) is not null)
            {
                if (budget > 0)
                    continue;
                if (TryPassOn())
                    return;
                // Nobody waits: they were all posted, and there is nobody else to run them.
                budget = Drain;
                IsClockRead = false;
            }
            else if (!Unsettled || ++rounds >= Rounds)
            {
                if (Unsettled)
                    place.SettleLater();
                if (TryRelease())
                    return;
            }
        }
    }

    private void Settle()
    {
        try
        {
            Unsettled = false;
            Unsettled |= !place.Settle();
        }
        catch (Exception exception)
        {
            Unsettled = true;
            place.Failed(exception);
        }
    }

    /// <summary>Runs queued operations, oldest first, as far as the budget goes.</summary>
    private void RunQueued(ref int budget)
    {
        TakeQueue();
        while (budget > 0 && _pending is { } operation)
        {
            _pending = operation.NextOperation;
            operation.NextOperation = null;
            budget--;
            RunQueued(operation);
        }
    }

    private void RunQueued(StackOperation operation)
    {
        int state = Interlocked.CompareExchange(ref operation.State, OperationState.Idle, OperationState.Posted);
        if (state == OperationState.Posted)
        {
            RunPosted(operation);
        }
        else if (state == OperationState.Withdrawn)
        {
            // Unless it was posted again just now.
            if (Interlocked.CompareExchange(ref operation.State, OperationState.Idle, OperationState.Withdrawn) != OperationState.Withdrawn)
                RunQueued(operation);
        }
        else
        {
            RunForWaiter(operation);
        }
    }

    private void RunPosted(StackOperation operation)
    {
        try
        {
            operation.Run();
        }
        catch (Exception exception)
        {
            place.Failed(exception);
        }
    }

    private static void RunForWaiter(StackOperation operation)
    {
        try
        {
            operation.Run();
        }
        catch (Exception exception)
        {
            operation.Failure = exception;
        }

        // A thread that only spins may use its operation again at once: it is not looked at any more.
        if (Interlocked.Exchange(ref operation.State, OperationState.Completed) == OperationState.Parked)
            Wake(operation);
    }

    private static void Wake(StackOperation operation) => ((Parker)operation.Waiter!).Signal();

    /// <summary>Moves what is queued behind what is pending, oldest first.</summary>
    private void TakeQueue()
    {
        if (Volatile.Read(ref _queue) is null)
            return;
        var newest = Interlocked.Exchange(ref _queue, null);
        StackOperation? oldest = null;
        while (newest is not null)
        {
            var older = newest.NextOperation;
            newest.NextOperation = oldest;
            oldest = newest;
            newest = older;
        }

        if (_pending is null)
        {
            _pending = oldest;
            return;
        }

        var last = _pending;
        while (last.NextOperation is { } next)
            last = next;
        last.NextOperation = oldest;
    }

    /// <summary>Gives the hold to the thread that has waited longest; it also gets what is pending. False when no thread waits.</summary>
    private bool TryPassOn()
    {
        TakeQueue();
        StackOperation? previous = null;
        for (var operation = _pending; operation is not null; previous = operation, operation = operation.NextOperation)
        {
            if (Volatile.Read(ref operation.State) is not (OperationState.Waiting or OperationState.Parked))
                continue;
            if (previous is null)
                _pending = operation.NextOperation;
            else
                previous.NextOperation = operation.NextOperation;
            operation.NextOperation = null;
            _holder = 0;
            IsClockRead = false;
            if (Interlocked.Exchange(ref operation.State, OperationState.Granted) == OperationState.Parked)
                Wake(operation);
            return true;
        }

        return false;
    }
}
