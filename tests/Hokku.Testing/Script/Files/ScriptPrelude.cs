namespace Hokku.Testing;

/// <summary>The beginnings that most scripts share: <c>listening</c>, and <c>established</c> with what the peer offers in its SYN.</summary>
internal static class ScriptPrelude
{
    private const string Usage = "as in 'established win 65535 <mss 1460,sackOK>'";

    /// <summary>The events that the line stands for. The listener is socket 3, the connection socket 4.</summary>
    /// <exception cref="FormatException">The words behind are not understood.</exception>
    public static IEnumerable<string> Expand(string line)
    {
        int open = line.IndexOf('<', StringComparison.Ordinal);
        string options = open < 0 ? "<mss 1460>" : line[open..];
        string[] words = (open < 0 ? line : line[..open]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string window = words switch
        {
            [_] => "65535",
            [_, "win", var size] => size,
            _ => throw new FormatException($"'{line}': only a window and options can follow, {Usage}"),
        };
        yield return "socket(stream) = 3";
        yield return "bind(3) = 0";
        yield return "listen(3, 16) = 0";
        if (words[0] == "listening")
            yield break;
        int clock = options.IndexOf("TS val ", StringComparison.Ordinal);
        string echo = clock < 0 ? "" : $" <nop,nop,TS val {options[(clock + 7)..].Split(' ')[0]} ecr 1>";
        yield return $"< S 0:0(0) win {window} {options}";
        yield return "> S. 0:0(0) ack 1";
        yield return $"< . 1:1(0) ack 1 win {window}{echo}";
        yield return "accept(3) = 4";
    }
}
