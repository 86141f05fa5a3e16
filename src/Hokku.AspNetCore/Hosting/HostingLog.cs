using Microsoft.Extensions.Logging;

namespace Hokku.AspNetCore.Hosting;

/// <summary>What hosting logs.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Information, "Hokku host {Host} started with {Addresses}.")]
    public static partial void Started(ILogger logger, string host, string addresses);

    [LoggerMessage(2, LogLevel.Information, "Hokku host {Host} ended.")]
    public static partial void Ended(ILogger logger, string host);

    [LoggerMessage(3, LogLevel.Error, "A defect was met inside the stack of Hokku host {Host}.")]
    public static partial void Failed(ILogger logger, Exception problem, string host);
}
