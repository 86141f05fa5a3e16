namespace Hokku.Wire.Tcp;

/// <summary>The control bits of a TCP header (RFC 9293, 3.1).</summary>
[Flags]
public enum TcpFlags : byte
{
    None = 0,
    Fin = 0x01,
    Syn = 0x02,
    Reset = 0x04,
    Push = 0x08,
    Acknowledgment = 0x10,
    Urgent = 0x20,

    /// <summary>ECE (RFC 3168, 6.1).</summary>
    EcnEcho = 0x40,

    /// <summary>CWR (RFC 3168, 6.1).</summary>
    CongestionWindowReduced = 0x80,
}
