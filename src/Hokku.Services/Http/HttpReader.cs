using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Hokku.Network;

namespace Hokku.Services.Http;

/// <summary>Reads heads and bodies of requests from a connection; bounded.</summary>
internal sealed class HttpReader(HokkuSocket connection)
{
    private const int HeadLimit = 16 * 1024;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next head; null at the end of the connection or when it is too long.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadHeadAsync(CancellationToken cancel)
    {
        while (true)
        {
            int end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = _buffer.AsMemory(_start, end);
                _start += end + 4;
                return head;
            }

            if (_end - _start >= HeadLimit || !await FillAsync(cancel).ConfigureAwait(false))
                return null;
        }
    }

    /// <summary>Hands the body to a sink, piece by piece. False when the connection ends before the body does.</summary>
    public async ValueTask<bool> ReadBodyAsync(long contentLength, Func<ReadOnlyMemory<byte>, ValueTask> sink, CancellationToken cancel)
    {
        if (contentLength >= 0)
            return await ReadOctetsAsync(contentLength, sink, cancel).ConfigureAwait(false);
        while (true)
        {
            // RFC 9112, 7.1: size in hexadecimal, extensions, CRLF, octets, CRLF; a chunk of 0 and trailers end it.
            string? line = await ReadLineAsync(cancel).ConfigureAwait(false);
            if (line is null || !long.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long size) || size < 0)
                return false;
            if (size == 0)
                break;
            if (!await ReadOctetsAsync(size, sink, cancel).ConfigureAwait(false) || await ReadLineAsync(cancel).ConfigureAwait(false) is not "")
                return false;
        }

        string? trailer;
        while ((trailer = await ReadLineAsync(cancel).ConfigureAwait(false)) is { Length: > 0 })
        {
            // Trailers say nothing that a file server needs.
        }

        return trailer is not null;
    }

    private async ValueTask<bool> ReadOctetsAsync(long count, Func<ReadOnlyMemory<byte>, ValueTask> sink, CancellationToken cancel)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancel).ConfigureAwait(false))
                return false;
            int piece = (int)Math.Min(count, _end - _start);
            await sink(_buffer.AsMemory(_start, piece)).ConfigureAwait(false);
            _start += piece;
            count -= piece;
        }

        return true;
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            int end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                string line = Encoding.Latin1.GetString(_buffer, _start, end);
                _start += end + 2;
                return line;
            }

            if (_end - _start >= HeadLimit || !await FillAsync(cancel).ConfigureAwait(false))
                return null;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int received = await connection.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancel).ConfigureAwait(false);
        _end += received;
        return received > 0;
    }
}
