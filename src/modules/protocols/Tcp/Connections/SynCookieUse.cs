namespace Hokku.Protocols.Tcp;

/// <summary>When listeners answer SYNs with cookies instead of remembering them.</summary>
public enum SynCookieUse : byte
{
    /// <summary>When a listener's queue of half-open connections is full.</summary>
    WhenFull,

    /// <summary>Always: no SYN costs memory, at the price of what cookies cannot keep.</summary>
    Always,

    /// <summary>Never: a full queue loses its oldest entry instead.</summary>
    Never,
}
