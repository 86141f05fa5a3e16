using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hokku.Wire.Dns;

namespace Hokku.Network;

/// <summary>
/// One question to one server: over UDP with a random id, port and letter case (0x20), over TCP when the answer did not fit. An answer that does not match in all of
/// these is not looked at; waiting goes on.
/// </summary>
internal sealed class DnsExchange(NetworkHost host, IPEndPoint server, string name, DnsType type)
{
    private const int PayloadSize = 1232; // what fits everywhere without fragments (DNS flag day 2020)
    private readonly ushort _id = (ushort)RandomNumberGenerator.GetInt32(65536);
    private readonly string _name = MixCase(name);

    /// <summary>Asks and waits for the answer.</summary>
    /// <returns>Null when the server refuses or fails.</returns>
    public async Task<DnsAnswer?> AskAsync(CancellationToken cancel)
    {
        var query = Query();
        var buffer = new byte[PayloadSize];
        int length = await AskByUdpAsync(query, buffer, cancel).ConfigureAwait(false);
        if (DnsHeader.TryParse(buffer.AsSpan(0, length), out var header) && header.IsTruncated)
            return await AskByTcpAsync(query, cancel).ConfigureAwait(false);
        return DnsReading.Read(buffer.AsSpan(0, length), name, type);
    }

    private byte[] Query()
    {
        var octets = new byte[512];
        var writer = new DnsWriter(octets, _id, DnsFlags.RecursionDesired);
        if (!writer.AddQuestion(_name, type))
            throw new ResolverException(SocketError.NoRecovery, name, "it is not a domain name");
        writer.AddOpt(PayloadSize);
        return octets[..writer.Finish()];
    }

    private async Task<int> AskByUdpAsync(byte[] query, byte[] buffer, CancellationToken cancel)
    {
        // A socket of its own for each question: the stack gives it a random port.
        using var socket = host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancel).ConfigureAwait(false);
        await socket.SendAsync(query, SocketFlags.None, cancel).ConfigureAwait(false);
        while (true)
        {
            int length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancel).ConfigureAwait(false);
            if (Matches(buffer.AsSpan(0, length)))
                return length;
        }
    }

    private async Task<DnsAnswer?> AskByTcpAsync(byte[] query, CancellationToken cancel)
    {
        using var socket = await host.ConnectAsync(server, cancel).ConfigureAwait(false);
        var framed = new byte[query.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await socket.SendAsync(framed, SocketFlags.None, cancel).ConfigureAwait(false);
        var size = new byte[2];
        if (!await FillAsync(socket, size, cancel).ConfigureAwait(false))
            return null;
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(size)];
        return await FillAsync(socket, answer, cancel).ConfigureAwait(false) && Matches(answer) ? DnsReading.Read(answer, name, type) : null;
    }

    private bool Matches(ReadOnlySpan<byte> octets)
    {
        if (!DnsMessage.TryParse(octets, out var message) || !message.Header.IsResponse || message.Header.Id != _id || message.Header.QuestionCount != 1)
            return false;
        var questions = message.Questions;
        return questions.MoveNext() && questions.Current.Type == type && questions.Current.TryGetName(out string? asked)
            && string.Equals(asked, _name, StringComparison.Ordinal);
    }

    private static async Task<bool> FillAsync(HokkuSocket socket, Memory<byte> target, CancellationToken cancel)
    {
        while (target.Length > 0)
        {
            int length = await socket.ReceiveAsync(target, SocketFlags.None, cancel).ConfigureAwait(false);
            if (length == 0)
                return false;
            target = target[length..];
        }

        return true;
    }

    private static string MixCase(string name) => string.Create(name.Length, name, static (span, text) =>
    {
        Span<byte> coins = stackalloc byte[span.Length];
        RandomNumberGenerator.Fill(coins);
        for (int i = 0; i < span.Length; i++)
            span[i] = (coins[i] & 1) == 0 ? char.ToLowerInvariant(text[i]) : char.ToUpperInvariant(text[i]);
    });
}
