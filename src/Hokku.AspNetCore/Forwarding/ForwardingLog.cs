using System.Net;
using Microsoft.Extensions.Logging;

namespace Hokku.AspNetCore.Forwarding;

/// <summary>What forwarders log.</summary>
internal static partial class ForwardingLog
{
    [LoggerMessage(1, LogLevel.Information, "{EndPoint} of this machine leads through Hokku host {Host} to {Target}.")]
    public static partial void Forwarding(ILogger logger, EndPoint? endPoint, string host, string target);

    [LoggerMessage(2, LogLevel.Information, "SOCKS5 on {EndPoint} of this machine leads through Hokku host {Host}.")]
    public static partial void Socks(ILogger logger, EndPoint? endPoint, string host);

    [LoggerMessage(3, LogLevel.Warning, "No connection to {Target} through Hokku host {Host}: {Reason}")]
    public static partial void NotConnected(ILogger logger, string target, string host, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Too many connections at once; one was refused.")]
    public static partial void TooMany(ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "A forwarded connection failed.")]
    public static partial void Failed(ILogger logger, Exception problem);

    [LoggerMessage(6, LogLevel.Debug, "A SOCKS client asked for something that is not served: {Reason}.")]
    public static partial void Refused(ILogger logger, string reason);
}
