namespace Hokku.Driver.Published;

/// <summary>What a client asks the published driver for.</summary>
internal enum PublishedCall : byte
{
    /// <summary>The first request: Number is the version. The answer carries the host's name and the channel of events.</summary>
    Hello,

    /// <summary>Level is the family, Flags the type, Number the protocol. The answer carries the handle and the channel of data.</summary>
    Open,
    StackControl,
    Bind,
    Connect,
    Listen,

    /// <summary>As Open, for a connection.</summary>
    Accept,
    Shutdown,
    Close,
    Abort,
    GetOption,
    SetOption,
    Control,
    LocalAddress,
    PeerAddress,
    Poll,

    /// <summary>Sends one datagram to a destination that was not tried yet, or urgent data after Position octets of the channel.</summary>
    Send,

    /// <summary>Receives urgent data.</summary>
    Receive,

    /// <summary>How the stream ended: Success, or the error, told once.</summary>
    Outcome,
}
