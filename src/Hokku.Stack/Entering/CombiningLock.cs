using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>
/// The only synchronization of a stack: a lock that takes work instead of threads. Who finds it free runs inline; who finds it held leaves the
/// operation on a list and the holder runs it. Nothing is allocated and no ExecutionContext flows.
/// </summary>
internal sealed partial class CombiningLock(ICombinedPlace place)
{
    /// <summary>How many queued operations one holder runs before it passes the hold on to one who waits.</summary>
    private const int Drain = 64;

    /// <summary>How often one holder settles before it comes back later for the rest.</summary>
    private const int Rounds = 1024;

    // Queued operations, newest first. Whoever puts one there tries to enter afterwards, and whoever leaves looks there afterwards: none is forgotten.
    private StackOperation? _queue;
    private int _held;

    // The holder's: what it has taken from the queue and not run yet, oldest first.
    private StackOperation? _pending;
    private int _holder;

    /// <summary>Set inside when something was put off that <see cref="ICombinedPlace.Settle"/> does.</summary>
    public bool Unsettled;

    /// <summary>Set inside when the clock was read; taken back when the holder leaves.</summary>
    public bool IsClockRead;

    /// <summary>Set inside when something was put off that <see cref="ICombinedPlace.Left"/> does.</summary>
    public bool HasOutsideWork;

    /// <summary>Whether the calling thread is inside.</summary>
    public bool IsHeldHere => _holder == Environment.CurrentManagedThreadId;

    /// <summary>Runs the operation inside and returns when it has run; throws what escapes from it.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is inside already, or the operation is in use.</exception>
    public void Execute(StackOperation operation)
    {
        if (TryEnter())
            RunInline(operation);
        else
            ExecuteHeld(operation);
    }

    /// <summary>Runs the operation inside: now when nobody is there, else the holder does. Posting a queued operation changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The operation is in use by <see cref="Execute"/>.</exception>
    public void Post(StackOperation operation)
    {
        if (TryEnter())
            RunInline(operation);
        else
            PostHeld(operation);
    }

    /// <summary>A posted operation is not to be run any more. False when it was not queued, or is running already.</summary>
    public static bool Withdraw(StackOperation operation) =>
        Interlocked.CompareExchange(ref operation.State, OperationState.Withdrawn, OperationState.Posted) == OperationState.Posted;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunInline(StackOperation operation)
    {
        _holder = Environment.CurrentManagedThreadId;
        ExceptionDispatchInfo? failure = null;
        try
        {
            operation.Run();
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        Leave();
        failure?.Throw();
    }

    private void ExecuteHeld(StackOperation operation)
    {
        if (IsHeldHere)
            throw new InvalidOperationException("Execute was called inside the stack, by the thread that is in it; use Post, or call directly.");
        if (Interlocked.CompareExchange(ref operation.State, OperationState.Waiting, OperationState.Idle) != OperationState.Idle)
            throw InUse();
        bool hasLeft = Queue(operation);
        int state = Await(operation);
        var failure = operation.Failure;
        operation.Failure = null;
        operation.State = OperationState.Idle;
        if (state == OperationState.Granted)
        {
            RunInline(operation);
            return;
        }

        if (hasLeft && HasOutsideWork)
            place.Left();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private void PostHeld(StackOperation operation)
    {
        for (; ; )
        {
            switch (Interlocked.CompareExchange(ref operation.State, OperationState.Posted, OperationState.Idle))
            {
                case OperationState.Idle:
                    if (Queue(operation) && HasOutsideWork)
                        place.Left();
                    return;
                case OperationState.Posted:
                    return;
                case OperationState.Withdrawn:
                    // Still linked: it is brought back to life where it is.
                    if (Interlocked.CompareExchange(ref operation.State, OperationState.Posted, OperationState.Withdrawn) == OperationState.Withdrawn)
                        return;
                    break;
                default:
                    throw InUse();
            }
        }
    }

    /// <summary>
    /// Leaves the operation to the holder, or runs what is queued when there is none any more: true then. The outside work is the caller's to do
    /// once it knows that it was not given the hold again.
    /// </summary>
    private bool Queue(StackOperation operation)
    {
        StackOperation? newest;
        do
        {
            newest = Volatile.Read(ref _queue);
            operation.NextOperation = newest;
        }
        // Once it is there its link is the holder's: only what was read before may be looked at.
        while (Interlocked.CompareExchange(ref _queue, operation, newest) != newest);

        if (!TryEnter())
            return false;
        LeaveSlowly();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryEnter() => Interlocked.CompareExchange(ref _held, 1, 0) == 0;

    private static int Await(StackOperation operation)
    {
        // About 1.5 µs; a hand-over to a sleeping thread costs 20.
        for (int i = 0; i < 40; i++)
        {
            if (Volatile.Read(ref operation.State) != OperationState.Waiting)
                return operation.State;
            Thread.SpinWait(1);
        }

        var parker = Parker.Current;
        operation.Waiter = parker;
        if (Interlocked.CompareExchange(ref operation.State, OperationState.Parked, OperationState.Waiting) == OperationState.Waiting)
            parker.Wait();
        operation.Waiter = null;
        return Volatile.Read(ref operation.State);
    }

    private static InvalidOperationException InUse() =>
        new("The operation is in use by another caller; every caller needs one of its own.");
}
