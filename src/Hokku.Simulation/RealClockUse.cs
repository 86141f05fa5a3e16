namespace Hokku.Simulation;

/// <summary>What a timer on the real clock does that is made inside a world.</summary>
public enum RealClockUse
{
    /// <summary>The run fails and names it.</summary>
    Fails,

    /// <summary>It is listed in <see cref="World.RealClockUses"/>.</summary>
    Listed,

    /// <summary>Nobody looks.</summary>
    Ignored,
}
