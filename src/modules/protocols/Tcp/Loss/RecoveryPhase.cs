namespace Hokku.Protocols.Tcp;

/// <summary>What loss recovery is doing.</summary>
internal enum RecoveryPhase : byte
{
    /// <summary>No loss is known.</summary>
    Open,

    /// <summary>A loss was found by acknowledgments and is being repaired.</summary>
    Recovery,

    /// <summary>The timer expired, and what was in flight then is not yet acknowledged.</summary>
    TimedOut,
}
