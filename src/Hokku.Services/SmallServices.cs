using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Hokku.Network;

namespace Hokku.Services;

/// <summary>The small services of the early Internet: echo (RFC 862), discard (863), character generator (864), daytime (867).</summary>
public static class SmallServices
{
    private const int LineLength = 72;
    private const int BufferSize = 64 * 1024;

    /// <summary>Sends back what it gets, on TCP and UDP.</summary>
    public static IEnumerable<Service> Echo(NetworkHost host, int port = 7)
    {
        yield return new StreamService(host, "echo", port, EchoAsync);
        yield return new DatagramService(host, "echo", port, static (_, length) => length);
    }

    /// <summary>Throws away what it gets, on TCP and UDP.</summary>
    public static IEnumerable<Service> Discard(NetworkHost host, int port = 9)
    {
        yield return new StreamService(host, "discard", port, DiscardAsync);
        yield return new DatagramService(host, "discard", port, static (_, _) => -1);
    }

    /// <summary>Sends characters for ever on TCP, a line for each datagram on UDP.</summary>
    public static IEnumerable<Service> Chargen(NetworkHost host, int port = 19)
    {
        yield return new StreamService(host, "chargen", port, ChargenAsync);
        int line = 0;
        yield return new DatagramService(host, "chargen", port, (buffer, _) => WriteLine(buffer.Span, line++));
    }

    /// <summary>Tells the time of the clock given, on TCP and UDP.</summary>
    public static IEnumerable<Service> Daytime(NetworkHost host, int port = 13, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        yield return new StreamService(host, "daytime", port, async (connection, cancel) =>
        {
            await connection.SendAsync(Encoding.ASCII.GetBytes(Now(clock)), SocketFlags.None, cancel).ConfigureAwait(false);
            connection.Shutdown(SocketShutdown.Send);
            await DiscardAsync(connection, cancel).ConfigureAwait(false);
        });
        yield return new DatagramService(host, "daytime", port, (buffer, _) => Encoding.ASCII.GetBytes(Now(clock), buffer.Span));
    }

    private static string Now(TimeProvider clock) => clock.GetUtcNow().ToString("dddd, MMMM d, yyyy HH:mm:ss-'UTC'\r\n", CultureInfo.InvariantCulture);

    private static async Task EchoAsync(HokkuSocket connection, CancellationToken cancel)
    {
        var buffer = new byte[BufferSize];
        int length;
        while ((length = await connection.ReceiveAsync(buffer, SocketFlags.None, cancel).ConfigureAwait(false)) > 0)
            await SendAllAsync(connection, buffer.AsMemory(0, length), cancel).ConfigureAwait(false);
        connection.Shutdown(SocketShutdown.Send);
    }

    private static async Task DiscardAsync(HokkuSocket connection, CancellationToken cancel)
    {
        var buffer = new byte[BufferSize];
        while (await connection.ReceiveAsync(buffer, SocketFlags.None, cancel).ConfigureAwait(false) > 0)
        {
            // Thrown away: that is the service.
        }
    }

    private static async Task ChargenAsync(HokkuSocket connection, CancellationToken cancel)
    {
        // 95 lines are one turn of the pattern.
        var pattern = new byte[95 * (LineLength + 2)];
        for (int line = 0; line < 95; line++)
            WriteLine(pattern.AsSpan(line * (LineLength + 2)), line);
        while (true)
            await SendAllAsync(connection, pattern, cancel).ConfigureAwait(false);
    }

    private static int WriteLine(Span<byte> target, int line)
    {
        for (int i = 0; i < LineLength; i++)
            target[i] = (byte)(' ' + ((line + i) % 95));
        target[LineLength] = (byte)'\r';
        target[LineLength + 1] = (byte)'\n';
        return LineLength + 2;
    }

    internal static async Task SendAllAsync(HokkuSocket connection, ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        while (octets.Length > 0)
            octets = octets[await connection.SendAsync(octets, SocketFlags.None, cancel).ConfigureAwait(false)..];
    }
}
