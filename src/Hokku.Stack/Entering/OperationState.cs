namespace Hokku.Stack;

/// <summary>Where a <see cref="Abstractions.StackOperation"/> is on its way through the lock.</summary>
internal static class OperationState
{
    public const int Idle = 0;

    /// <summary>Queued; nobody waits for it.</summary>
    public const int Posted = 1;

    /// <summary>Queued, but not to be run any more.</summary>
    public const int Withdrawn = 2;

    /// <summary>Queued; its thread spins.</summary>
    public const int Waiting = 3;

    /// <summary>Queued; its thread sleeps.</summary>
    public const int Parked = 4;

    /// <summary>Not queued any more: its thread has been given the hold and runs it itself.</summary>
    public const int Granted = 5;

    /// <summary>Another thread has run it.</summary>
    public const int Completed = 6;
}
