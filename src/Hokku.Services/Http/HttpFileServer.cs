using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hokku.Network;

namespace Hokku.Services.Http;

/// <summary>
/// Serves the files of a folder by HTTP/1.1 (RFC 9110, 9112): GET and HEAD with ranges and listings; PUT when uploads are allowed. Nothing outside the
/// folder is reachable.
/// </summary>
public sealed class HttpFileServer
{
    private readonly string _folder;
    private readonly bool _allowsUploads;

    /// <param name="folder">The folder to serve.</param>
    /// <param name="allowsUploads">Whether PUT writes files into it.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public HttpFileServer(string folder, bool allowsUploads = false)
    {
        _folder = Path.GetFullPath(folder);
        _allowsUploads = allowsUploads;
        if (!Directory.Exists(_folder))
            throw new DirectoryNotFoundException($"The folder '{_folder}' to serve does not exist.");
    }

    /// <summary>The service on a port.</summary>
    public static Service Start(NetworkHost host, string folder, int port = 80, bool allowsUploads = false)
    {
        var server = new HttpFileServer(folder, allowsUploads);
        return new StreamService(host, "http", port, server.ServeAsync);
    }

    private async Task ServeAsync(HokkuSocket connection, CancellationToken cancel)
    {
        connection.NoDelay = true;
        var reader = new HttpReader(connection);
        bool goesOn = true;
        while (goesOn && await reader.ReadHeadAsync(cancel).ConfigureAwait(false) is { } octets)
        {
            if (!HttpRequestHead.TryParse(octets.Span, out var head))
            {
                await new HttpResponse(connection, keepsAlive: false).SendTextAsync(400, "This is not an HTTP/1.1 request.\n", cancel).ConfigureAwait(false);
                break;
            }

            var response = new HttpResponse(connection, head!.KeepsAlive);
            goesOn = await AnswerAsync(head, reader, response, cancel).ConfigureAwait(false) && head.KeepsAlive;
        }

        connection.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Answers one request; false when the connection cannot go on.</summary>
    private async Task<bool> AnswerAsync(HttpRequestHead head, HttpReader reader, HttpResponse response, CancellationToken cancel)
    {
        string? path = Resolve(head.Target);
        if (head.Method == "PUT" && _allowsUploads && path is not null && !Directory.Exists(path))
            return await TakeAsync(head, reader, path, response, cancel).ConfigureAwait(false);
        if (!await reader.ReadBodyAsync(head.ContentLength, static _ => ValueTask.CompletedTask, cancel).ConfigureAwait(false))
            return false;
        if (head.Method is not ("GET" or "HEAD"))
            await response.SendTextAsync(405, "Only GET and HEAD are served here.\n", cancel, "Allow: GET, HEAD\r\n").ConfigureAwait(false);
        else if (path is null)
            await response.SendTextAsync(404, "There is no such file.\n", cancel).ConfigureAwait(false);
        else if (File.Exists(path))
            await FileAnswer.SendAsync(head, path, response, cancel).ConfigureAwait(false);
        else if (Directory.Exists(path))
            await ListAsync(head, path, response, cancel).ConfigureAwait(false);
        else
            await response.SendTextAsync(404, "There is no such file.\n", cancel).ConfigureAwait(false);
        return true;
    }

    /// <summary>The file that a target names; null when it lies outside of the folder.</summary>
    private string? Resolve(string target)
    {
        string name = Uri.UnescapeDataString(target.Split('?')[0]).TrimStart('/');
        if (name.Contains('\0', StringComparison.Ordinal))
            return null;
        string path = Path.GetFullPath(Path.Combine(_folder, name));
        return path == _folder || path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : null;
    }

    private static async Task<bool> TakeAsync(HttpRequestHead head, HttpReader reader, string path, HttpResponse response, CancellationToken cancel)
    {
        if (head.ExpectsContinue)
            await response.SendContinueAsync(cancel).ConfigureAwait(false);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string unfinished = path + ".part";
        bool isWhole;
        await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            isWhole = await reader.ReadBodyAsync(head.ContentLength, async piece =>
            {
                digest.AppendData(piece.Span);
                await file.WriteAsync(piece, cancel).ConfigureAwait(false);
            }, cancel).ConfigureAwait(false);
        }

        if (!isWhole)
        {
            File.Delete(unfinished);
            return false;
        }

        File.Move(unfinished, path, overwrite: true);
        await response.SendTextAsync(201, Convert.ToHexStringLower(digest.GetHashAndReset()) + "\n", cancel).ConfigureAwait(false);
        return true;
    }

    private static async Task ListAsync(HttpRequestHead head, string path, HttpResponse response, CancellationToken cancel)
    {
        string index = Path.Combine(path, "index.html");
        if (File.Exists(index))
        {
            await FileAnswer.SendAsync(head, index, response, cancel).ConfigureAwait(false);
            return;
        }

        var page = new StringBuilder("<!doctype html><meta charset=utf-8><title>Index</title><ul>\n");
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            string name = entry is DirectoryInfo ? entry.Name + "/" : entry.Name;
            page.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Uri.EscapeDataString(entry.Name)}{(entry is DirectoryInfo ? "/" : "")}\">{System.Net.WebUtility.HtmlEncode(name)}</a></li>\n");
        }

        await response.SendTextAsync(200, page.Append("</ul>\n").ToString(), cancel, "", "text/html; charset=utf-8", head.Method == "HEAD").ConfigureAwait(false);
    }
}
