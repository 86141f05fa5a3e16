namespace Hokku.Abstractions;

/// <summary>What is called, inside the stack, when a timer expires.</summary>
public interface ITimerOwner
{
    /// <summary>The module whose work this is; its timers are cancelled when it is unloaded. Null for the stack's own.</summary>
    INetModule? Module { get; }

    /// <summary>The timer has expired and is no longer armed; it may be armed again here.</summary>
    void TimerExpired(NetTimer timer);
}
