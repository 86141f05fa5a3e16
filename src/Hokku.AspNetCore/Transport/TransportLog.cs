using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Hokku.AspNetCore.Transport;

/// <summary>What the transport logs.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(1, LogLevel.Debug, "Listening on {EndPoint} of Hokku host {Host}.")]
    public static partial void Listening(ILogger logger, string endPoint, string host);

    [LoggerMessage(2, LogLevel.Debug, "Connection {ConnectionId} from {Peer} accepted.")]
    public static partial void Accepted(ILogger logger, string connectionId, System.Net.EndPoint? peer);

    [LoggerMessage(3, LogLevel.Debug, "Connection {ConnectionId} was lost: {Error}.")]
    public static partial void Reset(ILogger logger, string connectionId, SocketError error);

    [LoggerMessage(4, LogLevel.Debug, "Connection {ConnectionId} is reset: {Reason}")]
    public static partial void Aborting(ILogger logger, string connectionId, string reason);

    [LoggerMessage(5, LogLevel.Debug, "Connection {ConnectionId} ended.")]
    public static partial void Closed(ILogger logger, string connectionId);

    [LoggerMessage(6, LogLevel.Warning, "A connection could not be accepted: {Error}.")]
    public static partial void NotAccepted(ILogger logger, SocketError error);

    [LoggerMessage(7, LogLevel.Error, "A callback of ConnectionClosed of connection {ConnectionId} threw.")]
    public static partial void CallbackFailed(ILogger logger, Exception problem, string connectionId);
}
