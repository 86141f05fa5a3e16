namespace Hokku.Wire.Control;

/// <summary>Options of <see cref="SocketLevel.Socket"/> (SO_*). The numbers are Linux's. Values are 32-bit numbers unless said.</summary>
public enum SocketOption
{
    Debug = 1,
    ReuseAddress = 2,
    Type = 3,

    /// <summary>The pending error, which the call clears: a System.Net.Sockets.SocketError.</summary>
    Error = 4,
    DontRoute = 5,
    Broadcast = 6,
    SendBuffer = 7,
    ReceiveBuffer = 8,
    KeepAlive = 9,
    OutOfBandInline = 10,

    /// <summary>Two 32-bit numbers: on, and seconds.</summary>
    Linger = 13,
    ReusePort = 15,
    ReceiveLowWater = 18,
    SendLowWater = 19,

    /// <summary>64-bit number of microseconds; 0 waits for ever.</summary>
    ReceiveTimeout = 20,

    /// <summary>64-bit number of microseconds; 0 waits for ever.</summary>
    SendTimeout = 21,

    /// <summary>The name of an interface as UTF-8; empty for none.</summary>
    BindToDevice = 25,

    /// <summary>Ask for the time of arrival as ancillary data.</summary>
    Timestamp = 29,
    AcceptConnections = 30,
    Protocol = 38,
    Domain = 39,

    /// <summary>Octets a second, 32 or 64 bits, at most; all ones for no limit.</summary>
    MaximumPacingRate = 47,

    /// <summary>Index of the interface the socket is bound to; 0 for none.</summary>
    BindToInterface = 62,

    /// <summary>Haiku's SO_NONBLOCK: calls of this socket never wait.</summary>
    NonBlocking = 0x4000,
}
