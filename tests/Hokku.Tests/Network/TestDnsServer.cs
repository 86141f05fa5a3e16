using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Hokku.Wire.Dns;

namespace Hokku.Tests.Network;

/// <summary>Writes the records of an answer.</summary>
internal delegate void WriteAnswer(string name, DnsType type, ref DnsWriter writer);

/// <summary>A DNS server of a test, on UDP and TCP of one of our hosts, that answers as it is told, forgeries included.</summary>
internal sealed class TestDnsServer : IDisposable
{
    private readonly HokkuSocket _datagrams;
    private readonly HokkuSocket _listener;

    public TestDnsServer(NetworkHost host)
    {
        _datagrams = host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        _datagrams.Bind(new IPEndPoint(IPAddress.Any, 53));
        _listener = host.Listen(53);
        _ = ServeDatagramsAsync();
        _ = ServeStreamsAsync();
    }

    public WriteAnswer Answer { get; set; } = static (string _, DnsType _, ref DnsWriter _) => { };

    public DnsResponseCode Code { get; set; }

    public bool Truncates { get; set; }

    public bool ForgesFirst { get; set; }

    public int Queries { get; private set; }

    public int TcpQueries { get; private set; }

    public int Forged { get; private set; }

    public void Dispose()
    {
        _datagrams.Dispose();
        _listener.Dispose();
    }

    private async Task ServeDatagramsAsync()
    {
        var query = new byte[512];
        try
        {
            while (true)
            {
                var from = await _datagrams.ReceiveFromAsync(query);
                Queries++;
                if (ForgesFirst)
                    await ForgeAsync(query.AsMemory(0, from.ReceivedBytes), from.RemoteEndPoint);
                await _datagrams.SendToAsync(Respond(query.AsSpan(0, from.ReceivedBytes), Truncates), SocketFlags.None, from.RemoteEndPoint);
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeStreamsAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptAsync();
                var query = new byte[514];
                int length = await connection.ReceiveAsync(query);
                TcpQueries++;
                var answer = Respond(query.AsSpan(2, length - 2), isTruncated: false);
                var framed = new byte[answer.Length + 2];
                BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)answer.Length);
                answer.CopyTo(framed, 2);
                await connection.SendAsync(framed);
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    /// <summary>Another id, another letter case, another question: what somebody off the path would have to guess.</summary>
    private async Task ForgeAsync(ReadOnlyMemory<byte> query, EndPoint to)
    {
        var answer = Respond(query.Span, isTruncated: false);
        answer[^1] = 66;
        var id = (byte[])answer.Clone();
        id[0] ^= 1;
        var letters = (byte[])answer.Clone();
        letters[13] ^= 0x20;
        var type = (byte[])answer.Clone();
        type[12 + query.Span[12..].IndexOf((byte)0) + 2] ^= 1;
        foreach (byte[] forged in new[] { id, letters, type })
        {
            await _datagrams.SendToAsync(forged, SocketFlags.None, to);
            Forged++;
        }
    }

    private byte[] Respond(ReadOnlySpan<byte> query, bool isTruncated)
    {
        if (!DnsMessage.TryParse(query, out var message))
            throw new InvalidOperationException("The resolver sent what is no DNS message.");
        var questions = message.Questions;
        if (!questions.MoveNext() || !questions.Current.TryGetName(out string? name))
            throw new InvalidOperationException("The resolver asked nothing.");
        var type = questions.Current.Type;
        var octets = new byte[1024];
        var writer = new DnsWriter(octets, message.Header.Id, DnsFlags.Response, Code);
        writer.AddQuestion(name, type);
        if (!isTruncated)
            Answer(name, type, ref writer);
        int length = writer.Finish();
        octets[2] |= (byte)(isTruncated ? (int)DnsFlags.Truncated >> 8 : 0);
        return octets[..length];
    }
}
