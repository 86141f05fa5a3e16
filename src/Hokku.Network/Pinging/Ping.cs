using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>Sends ICMP echo requests (RFC 792) with any payload, without privileges: by a datagram socket of ICMP. One request at a time.</summary>
public sealed class Ping : IDisposable
{
    private const int HeaderLength = 8;
    private const byte EchoRequest = 8;
    private readonly HokkuSocket _socket;
    private readonly TimeProvider _time;
    private readonly byte[] _answer = new byte[65536];
    private ushort _sequence;

    /// <param name="host">The host that asks.</param>
    /// <param name="source">The address to ask from; null for the one that the route says.</param>
    /// <param name="time">The clock of round trips and timeouts.</param>
    /// <exception cref="SocketException">The host has no ICMP, or the address is none of its own.</exception>
    public Ping(NetworkHost host, IPAddress? source = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _socket = host.CreateSocket(SocketType.Dgram, ProtocolType.Icmp);
        try
        {
            if (source is not null)
                _socket.Bind(new IPEndPoint(source, 0));
            _socket.SetRawSocketOption((int)SocketOptionLevel.IP, (int)IPOption.ReceiveTimeToLive, [1, 0, 0, 0]);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>The hop limit of requests.</summary>
    public short Ttl
    {
        get => _socket.Ttl;
        set => _socket.Ttl = value;
    }

    /// <summary>Whether routers must not fragment requests.</summary>
    public bool DontFragment
    {
        get => _socket.DontFragment;
        set => _socket.DontFragment = value;
    }

    /// <summary>Sends one request and waits for its reply.</summary>
    /// <param name="address">Whom to ask.</param>
    /// <param name="payload">Up to 65,507 octets.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="SocketException">The request could not be sent for a reason that is not the network's (MessageSize, AccessDenied …).</exception>
    public async Task<PingReply> SendAsync(IPAddress address, ReadOnlyMemory<byte> payload, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ushort sequence = ++_sequence;
        var request = new byte[HeaderLength + payload.Length];
        request[0] = EchoRequest;
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(6), sequence);
        payload.CopyTo(request.AsMemory(HeaderLength));
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        long began = _time.GetTimestamp();
        try
        {
            await _socket.SendToAsync(request, new IPEndPoint(address, 0), either.Token).ConfigureAwait(false);
            return await ReceiveAsync(sequence, began, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PingReply(IPStatus.TimedOut, address, timeout, 0, default);
        }
        catch (SocketException problem) when (StatusOf(problem.SocketErrorCode) != IPStatus.Unknown)
        {
            return new PingReply(StatusOf(problem.SocketErrorCode), address, _time.GetElapsedTime(began), 0, default);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<PingReply> ReceiveAsync(ushort sequence, long began, CancellationToken cancel)
    {
        while (true)
        {
            var message = await _socket.ReceiveMessageFromAsync(_answer, SocketFlags.None, cancel).ConfigureAwait(false);
            // A reply to an earlier request that came late is not this one's.
            if (message.ReceivedBytes < HeaderLength || _answer[0] != 0 || BinaryPrimitives.ReadUInt16BigEndian(_answer.AsSpan(6)) != sequence)
                continue;
            var from = message.RemoteEndPoint.Address;
            return new PingReply(IPStatus.Success, from, _time.GetElapsedTime(began), message.TimeToLive ?? 0, _answer.AsMemory(HeaderLength, message.ReceivedBytes - HeaderLength));
        }
    }

    private static IPStatus StatusOf(SocketError error) => error switch
    {
        SocketError.HostUnreachable or SocketError.HostDown => IPStatus.DestinationHostUnreachable,
        SocketError.NetworkUnreachable or SocketError.NetworkDown => IPStatus.DestinationNetworkUnreachable,
        SocketError.ConnectionRefused => IPStatus.DestinationPortUnreachable,
        SocketError.ProtocolOption => IPStatus.DestinationProtocolUnreachable,
        SocketError.MessageSize => IPStatus.PacketTooBig,
        _ => IPStatus.Unknown,
    };
}
