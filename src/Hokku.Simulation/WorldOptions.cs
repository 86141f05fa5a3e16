namespace Hokku.Simulation;

/// <summary>How a <see cref="World"/> is watched and limited. None of it changes what happens in it, except <see cref="OnlyFaults"/>.</summary>
public sealed record WorldOptions
{
    /// <summary>The wall time at which every world begins.</summary>
    public DateTimeOffset Epoch { get; init; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How much virtual time one run may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long, in real time, a program may block the pool's thread.</summary>
    public TimeSpan BlockedLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Keep every event with its text, so that two runs can be compared; else the last ones only.</summary>
    public bool KeepEvents { get; init; }

    /// <summary>How many of the last events are kept with their text.</summary>
    public int LastEvents { get; init; } = 40;

    /// <summary>Leave payload and checksums out of the hash: for TLS and WebSockets, whose keys and masks come from the system.</summary>
    public bool HashWithoutPayload { get; init; }

    /// <summary>Every packet is written there as pcapng, with virtual time; null for no capture. Disposed with the world.</summary>
    public Stream? Capture { get; init; }

    /// <summary>The numbers of the faults that happen, when not all of the schedule shall: how a failing schedule is made smaller.</summary>
    public IReadOnlySet<int>? OnlyFaults { get; init; }

    /// <summary>What uses of the real clock do that are met while the world runs.</summary>
    public RealClockUse RealClock { get; init; } = RealClockUse.Fails;

    /// <summary>For worlds of sockets without programs: do not ask that the thread pool has one thread. Order among programs is not repeatable then.</summary>
    public bool AnyThreadPool { get; init; }
}
