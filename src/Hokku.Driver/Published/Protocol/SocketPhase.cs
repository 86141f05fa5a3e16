namespace Hokku.Driver.Published;

/// <summary>Whether octets flow through a socket's channel of data.</summary>
internal enum SocketPhase : byte
{
    /// <summary>A stream that is not connected.</summary>
    Fresh,
    Connecting,
    Listening,

    /// <summary>A connected stream, or datagrams.</summary>
    Flowing,
}
