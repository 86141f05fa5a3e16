namespace Hokku.Simulation;

/// <summary>Kinds of faults.</summary>
[Flags]
public enum FaultKinds
{
    None = 0,

    /// <summary>Hosts in two groups do not hear each other.</summary>
    Partition = 1,

    /// <summary>One host does not hear another.</summary>
    OneWay = 2,

    /// <summary>A host crashes and is restarted.</summary>
    Crash = 4,

    /// <summary>A link is slow.</summary>
    Slow = 8,

    /// <summary>A link loses, holds back and repeats frames.</summary>
    Lossy = 16,

    /// <summary>A host's wall clock is wrong.</summary>
    Clock = 32,

    All = Partition | OneWay | Crash | Slow | Lossy | Clock,
}
