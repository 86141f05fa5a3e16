using System.Net.Sockets;

namespace Hokku.Driver.Published;

/// <summary>Who uses a served socket through its channel of data.</summary>
internal interface IServedUser
{
    /// <summary>Something has happened: <see cref="ServedSocket.Untold"/> says what. It is the user's to clear.</summary>
    void Tell(ServedSocket socket);

    /// <summary>A connection has ended otherwise than well. True when the user has seen to it and the socket is destroyed.</summary>
    bool Broke(ServedSocket socket, SocketError error) => false;

    /// <summary>Nothing will pass the channel any more in either direction: both have ended, or the other end is closed.</summary>
    void HungUp(ServedSocket socket);
}
