namespace Hokku.Protocols.Tcp;

/// <summary>The states of a connection (RFC 9293, 3.3.2). The numbers are those of TCP_INFO.</summary>
public enum TcpState : byte
{
    Established = 1,
    SynSent = 2,
    SynReceived = 3,
    FinWait1 = 4,
    FinWait2 = 5,
    TimeWait = 6,
    Closed = 7,
    CloseWait = 8,
    LastAck = 9,
    Listen = 10,
    Closing = 11,
}
