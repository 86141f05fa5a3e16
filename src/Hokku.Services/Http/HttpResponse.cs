using System.Globalization;
using System.Text;
using Hokku.Network;

namespace Hokku.Services.Http;

/// <summary>Writes one response to a connection.</summary>
internal sealed class HttpResponse(HokkuSocket connection, bool keepsAlive)
{
    private static readonly Dictionary<int, string> Reasons = new()
    {
        [200] = "OK",
        [201] = "Created",
        [206] = "Partial Content",
        [304] = "Not Modified",
        [400] = "Bad Request",
        [404] = "Not Found",
        [405] = "Method Not Allowed",
        [416] = "Range Not Satisfiable",
    };

    public Task SendContinueAsync(CancellationToken cancel) => SmallServices.SendAllAsync(connection, "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancel);

    public async Task SendHeadAsync(int status, long length, string type, string fields, CancellationToken cancel, bool bodyFollows = false)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {Reasons[status]}\r\nServer: hokku\r\nContent-Length: {length}\r\nContent-Type: {type}\r\nConnection: {(keepsAlive ? "keep-alive" : "close")}\r\n{fields}\r\n");
        var octets = Encoding.Latin1.GetBytes(head);
        if (bodyFollows)
            await connection.SendAsync(octets, HokkuSocketFlags.More, cancel).ConfigureAwait(false);
        else
            await SmallServices.SendAllAsync(connection, octets, cancel).ConfigureAwait(false);
    }

    public async Task SendTextAsync(int status, string text, CancellationToken cancel, string fields = "", string type = "text/plain; charset=utf-8", bool headOnly = false)
    {
        var body = Encoding.UTF8.GetBytes(text);
        await SendHeadAsync(status, body.Length, type, fields, cancel).ConfigureAwait(false);
        if (!headOnly)
            await SmallServices.SendAllAsync(connection, body, cancel).ConfigureAwait(false);
    }

    public Task SendBodyAsync(ReadOnlyMemory<byte> piece, CancellationToken cancel) => SmallServices.SendAllAsync(connection, piece, cancel);
}
