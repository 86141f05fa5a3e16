namespace Hokku.Abstractions;

/// <summary>A timer of the stack's wheel, made once by its owner and armed and cancelled often; both cost O(1) and no allocation.</summary>
public sealed class NetTimer(ITimerOwner owner, int kind = 0)
{
    internal NetTimer? NextTimer;
    internal NetTimer? PreviousTimer;
    internal long DueTick;
    internal int Slot = -1;

    /// <summary>Who is called when the timer expires.</summary>
    public ITimerOwner Owner { get; } = owner;

    /// <summary>Which of its owner's timers this is.</summary>
    public int Kind { get; } = kind;

    public bool IsArmed => Slot >= 0;

    /// <summary>The stack time at which it expires; meaningful while it is armed.</summary>
    public TimeSpan Due { get; internal set; }
}
