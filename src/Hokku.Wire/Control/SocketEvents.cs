namespace Hokku.Wire.Control;

/// <summary>What a socket is ready for (poll). The numbers are those of POLLIN and its kin.</summary>
[Flags]
public enum SocketEvents
{
    None = 0,
    Read = 0x1,

    /// <summary>Urgent data waits (POLLPRI).</summary>
    Urgent = 0x2,
    Write = 0x4,
    Error = 0x8,

    /// <summary>Both directions are closed (POLLHUP).</summary>
    HangUp = 0x10,

    /// <summary>The peer has closed its sending side (POLLRDHUP).</summary>
    PeerClosed = 0x2000,
}
