namespace Hokku.Abstractions;

/// <summary>
/// Work that is put off to the end of the batch, once however often it is asked for: an acknowledgment for a burst of segments.
/// Scheduled with <see cref="INetStack.Schedule"/>; run inside the stack before the lock is left.
/// </summary>
public abstract class BatchWork
{
    internal BatchWork? NextWork;
    internal bool IsScheduled;

    /// <summary>The module whose work this is; forgotten when it is unloaded.</summary>
    public abstract INetModule? Module { get; }

    protected internal abstract void Run();
}
