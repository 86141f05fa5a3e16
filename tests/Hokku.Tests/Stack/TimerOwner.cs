using Hokku.Abstractions;

namespace Hokku.Tests.Stack;

/// <summary>Calls what it was given when one of its timers expires.</summary>
internal sealed class TimerOwner(Action<NetTimer> expired, INetModule? module = null) : ITimerOwner
{
    public INetModule? Module { get; } = module;

    public void TimerExpired(NetTimer timer) => expired(timer);
}
