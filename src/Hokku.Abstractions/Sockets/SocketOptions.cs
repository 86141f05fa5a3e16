namespace Hokku.Abstractions;

/// <summary>The yes-or-no options of a socket (SO_*).</summary>
[Flags]
public enum SocketOptions
{
    None = 0,
    Debug = 1,
    ReuseAddress = 2,
    ReusePort = 4,
    KeepAlive = 8,
    DontRoute = 16,
    Broadcast = 32,
    OutOfBandInline = 64,
    Timestamp = 128,
    NonBlocking = 256,
    AcceptConnections = 512,

    /// <summary>The user set the size of the receive buffer: no auto-tuning.</summary>
    ReceiveBufferLocked = 1024,

    /// <summary>The user set the size of the send buffer: no auto-tuning.</summary>
    SendBufferLocked = 2048,
}
