using System.Net.Sockets;
using Hokku.Tests.Protocols.Tcp;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>Conversations one after the other between two hosts, on a port of their own: transfers, rests with a closed window, orderly ends and resets.</summary>
internal sealed class SoakConversation
{
    private static readonly TimeSpan GivingUp = TimeSpan.FromSeconds(5);

    private readonly Random _random;
    private readonly TcpHost _from;
    private readonly TcpHost _to;
    private readonly ushort _port;
    private readonly TcpUser _listener;
    private SoakSide? _client;
    private SoakSide? _server;
    private int _up;
    private int _down;
    private bool _isToBeReset;
    private int _resetAfter;
    private byte _mark;
    private TimeSpan _next;
    private TimeSpan _resetAt = TimeSpan.MaxValue;
    private TimeSpan _movedAt;

    public SoakConversation(TcpHost from, TcpHost to, ushort port, int seed)
    {
        (_from, _to, _port) = (from, to, port);
        _random = new Random(seed);
        _listener = to.Listen(port);
    }

    public int Ended { get; private set; }

    public int Reset { get; private set; }

    public int Rests { get; private set; }

    public long Octets { get; private set; }

    /// <summary>The longest time in which nothing moved though both sides wanted it to.</summary>
    public TimeSpan LongestStall { get; private set; }

    public bool IsIdle => _client is null;

    /// <summary>Does what can be done now; begins another conversation when it may.</summary>
    public void Work(TimeSpan now, bool mayBegin)
    {
        if (_client is null)
        {
            DropStrangers();
            if (mayBegin && now >= _next)
                Begin(now);
            return;
        }

        _server ??= Accepted();
        bool moved = _client.Work(now) | (_server?.Work(now) ?? false);
        TakeARest(now);
        bool isResting = now < _client.RestsUntil || now < (_server?.RestsUntil ?? default);
        if (moved || isResting || _resetAt != TimeSpan.MaxValue)
            _movedAt = now;
        else if (now - _movedAt > LongestStall)
            LongestStall = now - _movedAt;
        if (_isToBeReset && _resetAt == TimeSpan.MaxValue && _server is not null && _server.Received >= _resetAfter)
            Abort(now);
        if (now - _resetAt > GivingUp || (_client.IsDone && _server is { IsDone: true }) || ((_client.HasFailed || _server is { HasFailed: true }) && _resetAt != TimeSpan.MaxValue))
            Finish(now);
        else
            Assert.False((_client.HasFailed || _server is { HasFailed: true }) && _resetAt == TimeSpan.MaxValue, "A conversation that nobody reset has failed.");
    }

    public void Close() => _listener.Close();

    private void Begin(TimeSpan now)
    {
        _up = Size();
        _down = Size();
        _mark = (byte)_random.Next(256);
        _isToBeReset = _random.Next(8) == 0;
        _resetAfter = _random.Next(_up + 1);
        _resetAt = TimeSpan.MaxValue;
        var user = _from.Open();
        Assert.Equal(SocketError.InProgress, user.Connect(_to.Address, _port));
        _client = new SoakSide(user, _up, _down, _mark, (byte)~_mark);
        _server = null;
        _movedAt = now;
    }

    private SoakSide? Accepted()
    {
        while (_listener.Accept() is { } user)
        {
            if (user.Socket.Peer.Port == _client!.User.Socket.Address.Port)
                return new SoakSide(user, _down, _up, (byte)~_mark, _mark);
            user.Close();
        }

        return null;
    }

    // What the other side reset before it was accepted.
    private void DropStrangers()
    {
        while (_listener.Accept() is { } user)
            user.Close();
    }

    private void TakeARest(TimeSpan now)
    {
        if (_random.Next(150) != 0 || _server is null)
            return;
        (_random.Next(2) == 0 ? _client! : _server).RestsUntil = now + TimeSpan.FromSeconds(_random.Next(1, 20));
        Rests++;
    }

    private void Abort(TimeSpan now)
    {
        var side = _random.Next(2) == 0 ? _client! : _server!;
        side.User.Inside(() => side.User.Socket.Linger = TimeSpan.Zero);
        side.User.Close();
        _resetAt = now;
        Reset++;

        // Its user has gone: only the other side goes on.
        if (side == _client)
            _client = _server!;
        _server = null;
    }

    private void Finish(TimeSpan now)
    {
        Octets += _client!.Received + (_server?.Received ?? 0);
        _client.User.Close();
        _server?.User.Close();
        (_client, _server) = (null, null);
        Ended++;
        _next = now + TimeSpan.FromMilliseconds(_random.Next(6000));
    }

    private int Size() => _random.Next(6) switch
    {
        0 => 0,
        1 => _random.Next(100),
        2 => _random.Next(120_000),
        _ => _random.Next(25_000),
    };
}
