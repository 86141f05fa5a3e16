using System.Globalization;

namespace Hokku.Services.Http;

/// <summary>Answers with a file or a range of it (RFC 9110, 14).</summary>
internal static class FileAnswer
{
    private const int PieceSize = 256 * 1024;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".txt"] = "text/plain; charset=utf-8",
        [".md"] = "text/plain; charset=utf-8",
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".json"] = "application/json",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".pcapng"] = "application/vnd.tcpdump.pcap",
    };

    public static async Task SendAsync(HttpRequestHead head, string path, HttpResponse response, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        string type = Types.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");
        string modified = File.GetLastWriteTimeUtc(path).ToString("R", CultureInfo.InvariantCulture);
        string fields = $"Last-Modified: {modified}\r\nAccept-Ranges: bytes\r\n";
        if (head["If-Modified-Since"] == modified && head["Range"] is null)
        {
            await response.SendHeadAsync(304, 0, type, fields, cancel).ConfigureAwait(false);
            return;
        }

        long first = 0, last = file.Length - 1;
        int status = 200;
        if (head["Range"] is { } range && head.Method == "GET")
        {
            if (!TryParseRange(range, file.Length, out first, out last))
            {
                await response.SendHeadAsync(416, 0, type, $"Content-Range: bytes */{file.Length}\r\n", cancel).ConfigureAwait(false);
                return;
            }

            status = 206;
            fields += $"Content-Range: bytes {first}-{last}/{file.Length}\r\n";
        }

        long length = last - first + 1;
        await response.SendHeadAsync(status, length, type, fields, cancel, bodyFollows: head.Method == "GET" && length > 0).ConfigureAwait(false);
        if (head.Method == "GET")
            await SendRangeAsync(file, first, length, response, cancel).ConfigureAwait(false);
    }

    private static async Task SendRangeAsync(FileStream file, long first, long length, HttpResponse response, CancellationToken cancel)
    {
        file.Position = first;
        var buffer = new byte[(int)Math.Min(PieceSize, Math.Max(1, length))];
        while (length > 0)
        {
            int read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), cancel).ConfigureAwait(false);
            // A file that shrank while it was sent: the connection must end, or the peer would wait for the rest.
            if (read == 0)
                throw new IOException("The file became shorter while it was sent.");
            await response.SendBodyAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
            length -= read;
        }
    }

    /// <summary>One range: "bytes=0-99", "bytes=100-", "bytes=-100".</summary>
    private static bool TryParseRange(string text, long size, out long first, out long last)
    {
        first = 0;
        last = size - 1;
        var parts = text.StartsWith("bytes=", StringComparison.Ordinal) ? text[6..].Split('-') : [];
        if (parts.Length != 2)
            return false;
        if (parts[0].Length == 0)
        {
            if (!long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long suffix) || suffix == 0)
                return false;
            first = Math.Max(0, size - suffix);
            return size > 0;
        }

        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out first) || first >= size)
            return false;
        if (parts[1].Length == 0)
            return true;
        bool isNumber = long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long wanted);
        last = Math.Min(wanted, size - 1);
        return isNumber && last >= first;
    }
}
