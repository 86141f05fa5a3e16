namespace Hokku.Protocols.Tcp;

/// <summary>What the lists of endpoints are for.</summary>
internal enum EndpointListKind : byte
{
    /// <summary>They hold text that came before its turn.</summary>
    Early,

    /// <summary>Their users have let go, and they go on without.</summary>
    Orphaned,

    /// <summary>Their peers have kept the window closed for long.</summary>
    Stalled,
}
