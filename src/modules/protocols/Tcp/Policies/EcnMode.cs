namespace Hokku.Protocols.Tcp;

/// <summary>Whether connections use explicit congestion notification (RFC 3168).</summary>
public enum EcnMode
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>When the peer asks for it.</summary>
    Passive,

    /// <summary>We ask for it too. A SYN that was not answered goes again without (RFC 3168, 6.1.1.1).</summary>
    On,
}
