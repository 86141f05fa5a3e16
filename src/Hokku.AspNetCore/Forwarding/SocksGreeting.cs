using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Hokku.AspNetCore.Forwarding;

/// <summary>What a SOCKS5 client says before its data (RFC 1928), and who it is (RFC 1929). Nothing it says makes more work than 512 octets.</summary>
internal sealed class SocksGreeting(Stream client, ForwarderOptions options)
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte UserNameAndPassword = 2;
    private const byte NoneAcceptable = 0xFF;
    private const byte Connect = 1;
    private readonly byte[] _room = new byte[512];

    /// <summary>Whom the client wants to be connected with, or what to answer it instead; null when it is not to be answered at all.</summary>
    public async Task<(SocksReply? Reply, string Name, int Port)> ReadAsync(CancellationToken cancellationToken)
    {
        var methods = await ReadCounted(Version, cancellationToken).ConfigureAwait(false);
        if (methods is null)
            return (null, "", 0);
        byte method = options.UserName is null ? NoAuthentication : UserNameAndPassword;
        bool isOffered = methods.Value.Span.Contains(method);
        await client.WriteAsync(new byte[] { Version, isOffered ? method : NoneAcceptable }, cancellationToken).ConfigureAwait(false);
        if (!isOffered || (method == UserNameAndPassword && !await IsKnownAsync(cancellationToken).ConfigureAwait(false)))
            return (null, "", 0);
        return await ReadRequestAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task AnswerAsync(SocksReply reply, IPEndPoint? bound, CancellationToken cancellationToken)
    {
        var answer = new byte[10];
        answer[0] = Version;
        answer[1] = (byte)reply;
        answer[3] = 1;
        if (bound is { AddressFamily: AddressFamily.InterNetwork })
        {
            bound.Address.TryWriteBytes(answer.AsSpan(4), out _);
            answer[8] = (byte)(bound.Port >> 8);
            answer[9] = (byte)bound.Port;
        }

        await client.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(SocksReply? Reply, string Name, int Port)> ReadRequestAsync(CancellationToken cancellationToken)
    {
        await Read(0, 4, cancellationToken).ConfigureAwait(false);
        if (_room[0] != Version)
            return (null, "", 0);
        byte command = _room[1];
        string? name = _room[3] switch
        {
            1 => new IPAddress((await Read(0, 4, cancellationToken).ConfigureAwait(false)).Span).ToString(),
            3 => await ReadNameAsync(cancellationToken).ConfigureAwait(false),
            4 => new IPAddress((await Read(0, 16, cancellationToken).ConfigureAwait(false)).Span) is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : null,
            _ => null,
        };
        if (name is null)
            return (SocksReply.AddressTypeNotSupported, "", 0);
        var port = await Read(0, 2, cancellationToken).ConfigureAwait(false);
        return (command == Connect ? SocksReply.Succeeded : SocksReply.CommandNotSupported, name, (port.Span[0] << 8) | port.Span[1]);
    }

    private async Task<bool> IsKnownAsync(CancellationToken cancellationToken)
    {
        var name = (await ReadCounted(1, cancellationToken).ConfigureAwait(false))?.ToArray();
        await Read(0, 1, cancellationToken).ConfigureAwait(false);
        var password = await Read(0, _room[0], cancellationToken).ConfigureAwait(false);
        bool isKnown = name is not null
            && CryptographicOperations.FixedTimeEquals(name, Encoding.UTF8.GetBytes(options.UserName!))
            & CryptographicOperations.FixedTimeEquals(password.Span, Encoding.UTF8.GetBytes(options.Password ?? ""));
        await client.WriteAsync(new byte[] { 1, isKnown ? (byte)0 : (byte)1 }, cancellationToken).ConfigureAwait(false);
        return isKnown;
    }

    private async Task<string?> ReadNameAsync(CancellationToken cancellationToken)
    {
        await Read(0, 1, cancellationToken).ConfigureAwait(false);
        var name = await Read(0, _room[0], cancellationToken).ConfigureAwait(false);
        return name.Length > 0 && Ascii.IsValid(name.Span) ? Encoding.ASCII.GetString(name.Span) : null;
    }

    // A version, a count, and so many octets; null for another version.
    private async Task<ReadOnlyMemory<byte>?> ReadCounted(byte version, CancellationToken cancellationToken)
    {
        await Read(0, 2, cancellationToken).ConfigureAwait(false);
        return _room[0] == version ? await Read(0, _room[1], cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<ReadOnlyMemory<byte>> Read(int at, int count, CancellationToken cancellationToken)
    {
        var memory = _room.AsMemory(at, count);
        await client.ReadExactlyAsync(memory, cancellationToken).ConfigureAwait(false);
        return memory;
    }
}
