using System.Globalization;
using System.Text;

namespace Hokku.Services.Http;

/// <summary>The head of an HTTP/1.x request (RFC 9112): method, target and the fields that a file server cares for.</summary>
internal sealed class HttpRequestHead
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private HttpRequestHead(string method, string target, bool keepsAlive)
    {
        Method = method;
        Target = target;
        KeepsAlive = keepsAlive;
    }

    public string Method { get; }

    /// <summary>The path as it was sent, query included.</summary>
    public string Target { get; }

    public bool KeepsAlive { get; private set; }

    /// <summary>Octets of body, 0 when there is none; -1 when it comes in chunks.</summary>
    public long ContentLength { get; private set; }

    public bool ExpectsContinue => _fields.TryGetValue("Expect", out string? value) && value.Equals("100-continue", StringComparison.OrdinalIgnoreCase);

    public string? this[string field] => _fields.GetValueOrDefault(field);

    /// <summary>Parses what stands before the empty line. False when it is not HTTP/1.x.</summary>
    public static bool TryParse(ReadOnlySpan<byte> octets, out HttpRequestHead? head)
    {
        head = null;
        var lines = Encoding.Latin1.GetString(octets).Split("\r\n");
        var words = lines[0].Split(' ');
        if (words.Length != 3 || words[0].Length == 0 || words[1].Length == 0 || words[1][0] != '/' || words[2] is not ("HTTP/1.1" or "HTTP/1.0"))
            return false;
        var result = new HttpRequestHead(words[0], words[1], words[2] == "HTTP/1.1");
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            // RFC 9112, 5.1: no blank between name and colon, else requests could be smuggled.
            if (colon <= 0 || line[colon - 1] is ' ' or '\t')
                return false;
            result._fields[line[..colon]] = line[(colon + 1)..].Trim();
        }

        head = result;
        return result.ReadFraming();
    }

    private bool ReadFraming()
    {
        if (_fields.TryGetValue("Connection", out string? connection))
            KeepsAlive = connection.Contains("keep-alive", StringComparison.OrdinalIgnoreCase) || (KeepsAlive && !connection.Contains("close", StringComparison.OrdinalIgnoreCase));
        if (_fields.TryGetValue("Transfer-Encoding", out string? coding))
        {
            ContentLength = -1;
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) && !_fields.ContainsKey("Content-Length");
        }

        if (!_fields.TryGetValue("Content-Length", out string? text))
            return true;
        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length);
        ContentLength = length;
        return isNumber;
    }
}
