using System.CommandLine;

namespace Hokku.Cli;

/// <summary>The options that every tool has.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Name = new("--name")
    {
        Description = "The host to talk to, by default HOKKU_HOST, or the only one that runs; with up, the name of the new one.",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print JSON.",
        Recursive = true,
    };

    /// <summary>Whether JSON was asked for.</summary>
    public static bool WantsJson(this ParseResult arguments) => arguments.GetValue(Json);
}
