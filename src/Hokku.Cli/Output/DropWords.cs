using System.Text.RegularExpressions;
using Hokku.Abstractions;

namespace Hokku.Cli;

/// <summary>Drop reasons in words: ListenQueueFull is "listen queue full".</summary>
internal static partial class DropWords
{
    public static string Of(DropReason reason) => Capital().Replace(reason.ToString(), " $0").TrimStart().ToLowerInvariant();

    [GeneratedRegex("[A-Z][a-z]+|[A-Z]+")]
    private static partial Regex Capital();
}
