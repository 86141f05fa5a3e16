using System.Text;
using Hokku.Abstractions;

namespace Hokku.Capture;

/// <summary>The comment for each reason of a drop, made once: "dropped: bad checksum".</summary>
internal static class DropComments
{
    private static readonly string[] Comments = Array.ConvertAll(Enum.GetValues<DropReason>(), Describe);

    public static string For(DropReason reason) => Comments[(int)reason];

    private static string Describe(DropReason reason)
    {
        var text = new StringBuilder("dropped:");
        foreach (var letter in reason.ToString())
            text.Append(char.IsAsciiLetterUpper(letter) ? " " : "").Append(char.ToLowerInvariant(letter));
        return text.ToString();
    }
}
