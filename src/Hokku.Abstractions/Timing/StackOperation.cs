namespace Hokku.Abstractions;

/// <summary>
/// Something to be done inside the stack, asked for from outside (<see cref="INetStack.Execute"/>, <see cref="INetStack.Post"/>). Intrusive: an
/// operation is made once and used again and again, so that entering allocates nothing; it is in use by one caller at a time. Posting one that
/// is queued already changes nothing: it runs once, after the post.
/// </summary>
public abstract class StackOperation
{
    internal StackOperation? NextOperation;
    internal int State;

    /// <summary>The parked thread that waits for it.</summary>
    internal object? Waiter;

    /// <summary>What escaped from it when another thread ran it.</summary>
    internal Exception? Failure;

    /// <summary>Runs inside the stack. An exception that escapes is the caller's and is thrown again by Execute.</summary>
    protected internal abstract void Run();
}
