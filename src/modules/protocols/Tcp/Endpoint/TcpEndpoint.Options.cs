using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Hokku.Wire.Control;

namespace Hokku.Protocols.Tcp;

/// <content>Options of level TCP, and the ones of the socket that concern a running connection.</content>
internal sealed partial class TcpEndpoint
{
    // As Linux has it.
    private const int MostKeepSeconds = 32767;
    private const int MostKeepCount = 127;
    private const int MostLingerSeconds = 120;

    private bool _isNoDelay;
    private bool _isCorked;
    private int _userMaximumSegment;
    private int _windowClamp;
    private int _notSentLowWater;
    private int _synRetries;
    private TimeSpan _userTimeout;
    private TimeSpan _linger2;

    /// <summary>How long a connection waits for its first data before it can be accepted.</summary>
    public TimeSpan DeferAccept { get; private set; }

    public override SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value)
    {
        if (IsPacingRate(level, option))
            return SetPacingRate(value);
        if (level != SocketLevel.Tcp)
            return level == SocketLevel.Socket ? SocketError.Success : base.SetOption(level, option, value);
        if ((TcpOption)option == TcpOption.Congestion)
            return SetCongestion(value);
        return MemoryMarshal.TryRead(value, out int number) ? Set((TcpOption)option, number) : SocketError.InvalidArgument;
    }

    public override SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length)
    {
        if (IsPacingRate(level, option))
            return GetPacingRate(value, out length);
        if (level != SocketLevel.Tcp)
            return base.GetOption(level, option, value, out length);
        length = 0;
        switch ((TcpOption)option)
        {
            case TcpOption.Information:
                return Write(value, Describe(), out length);
            case TcpOption.Congestion:
                return Write(value, _congestion.Name, out length);
            case TcpOption.CongestionControls:
                return Write(value, string.Join(' ', Stack.CongestionControls), out length);
            default:
                return Get((TcpOption)option) is { } number ? Write(value, number, out length) : SocketError.ProtocolOption;
        }
    }

    public override SocketError Control(DriverCommand command, Span<byte> argument, out int length) => command switch
    {
        DriverCommand.AtUrgentMark => Write(argument, IsAtMark ? 1 : 0, out length),
        DriverCommand.GetUnsent => Write(argument, SendQueued, out length),
        _ => base.Control(command, argument, out length),
    };

    private int? Get(TcpOption option) => option switch
    {
        TcpOption.NoDelay => _isNoDelay ? 1 : 0,
        TcpOption.MaximumSegment => _segmentSize > 0 ? _segmentSize : _userMaximumSegment > 0 ? _userMaximumSegment : 536,
        TcpOption.Cork => _isCorked ? 1 : 0,
        TcpOption.KeepIdle => (int)_keepAlive.Idle.TotalSeconds,
        TcpOption.KeepInterval => (int)_keepAlive.Interval.TotalSeconds,
        TcpOption.KeepCount => _keepAlive.Count,
        TcpOption.SynCount => _synRetries,
        TcpOption.Linger2 => (int)_linger2.TotalSeconds,
        TcpOption.DeferAccept => (int)DeferAccept.TotalSeconds,
        TcpOption.WindowClamp => _windowClamp,
        TcpOption.QuickAck => _delayedAck.IsInterchange ? 0 : 1,
        TcpOption.UserTimeout => (int)_userTimeout.TotalMilliseconds,
        TcpOption.NotSentLowWater => _notSentLowWater,
        TcpOption.FastOpen => FastOpenLimit,
        TcpOption.FastOpenConnect => _isFastConnect ? 1 : 0,
        _ => null,
    };

    private SocketError Set(TcpOption option, int number)
    {
        if (number < 0 && option != TcpOption.Linger2)
            return SocketError.InvalidArgument;
        switch (option)
        {
            case TcpOption.NoDelay:
                _isNoDelay = number != 0;
                return SendHeld(_isNoDelay);
            case TcpOption.Cork:
                _isCorked = number != 0;
                return SendHeld(!_isCorked);
            case TcpOption.MaximumSegment:
                return SetMaximumSegment(number);
            case TcpOption.WindowClamp:
                _windowClamp = number;
                return SocketError.Success;
            case TcpOption.QuickAck:
                return SetQuickAck(number != 0);
            case TcpOption.FastOpen:
                FastOpenLimit = number;
                return SocketError.Success;
            case TcpOption.FastOpenConnect:
                _isFastConnect = number != 0;
                return _state == TcpState.Closed ? SocketError.Success : SocketError.InvalidArgument;
            case TcpOption.NotSentLowWater:
                _notSentLowWater = number;
                return SocketError.Success;
            case TcpOption.SynCount:
                _synRetries = number;
                return number is > 0 and <= MostKeepCount ? SocketError.Success : SocketError.InvalidArgument;
            default:
                return SetTime(option, number);
        }
    }

    private SocketError SetTime(TcpOption option, int number)
    {
        switch (option)
        {
            case TcpOption.KeepIdle when number is > 0 and <= MostKeepSeconds:
                _keepAlive.Idle = TimeSpan.FromSeconds(number);
                return RearmKeepAlive();
            case TcpOption.KeepInterval when number is > 0 and <= MostKeepSeconds:
                _keepAlive.Interval = TimeSpan.FromSeconds(number);
                return RearmKeepAlive();
            case TcpOption.KeepCount when number is > 0 and <= MostKeepCount:
                _keepAlive.Count = number;
                return SocketError.Success;
            case TcpOption.Linger2:
                _linger2 = number == 0 ? Settings.FinWait2 : TimeSpan.FromSeconds(Math.Clamp(number, -1, MostLingerSeconds));
                return SocketError.Success;
            case TcpOption.DeferAccept:
                DeferAccept = TimeSpan.FromSeconds(number);
                return SocketError.Success;
            case TcpOption.UserTimeout:
                _userTimeout = TimeSpan.FromMilliseconds(number);
                return SocketError.Success;
            case TcpOption.KeepIdle or TcpOption.KeepInterval or TcpOption.KeepCount:
                return SocketError.InvalidArgument;
            default:
                return SocketError.ProtocolOption;
        }
    }

    private SocketError SetQuickAck(bool isQuick)
    {
        _delayedAck.Set(isQuick, Math.Max(Settings.QuickAcknowledgments, 1));
        if (isQuick && _isConnected)
            Stack.Schedule(_batch);
        return SocketError.Success;
    }

    private SocketError SetMaximumSegment(int size)
    {
        if (size != 0 && (size < Settings.LeastSegmentSize || size > ushort.MaxValue))
            return SocketError.InvalidArgument;
        _userMaximumSegment = size;
        if (_isConnected)
            SetSegmentSize();
        return SocketError.Success;
    }

    private SocketError SendHeld(bool isReleased)
    {
        if (isReleased)
            Output(isForced: !_isCorked);
        return SocketError.Success;
    }

    private SocketError RearmKeepAlive()
    {
        if (IsSynchronized && _isConnected)
            Stack.Arm(_idleTimer, _keepAlive.Remaining(Stack.Now - _lastHeard));
        return SocketError.Success;
    }

    private static SocketError Write(Span<byte> value, string text, out int length) =>
        Encoding.UTF8.TryGetBytes(text, value, out length) ? SocketError.Success : SocketError.NoBufferSpaceAvailable;

    private void CopyOptions(TcpEndpoint listener)
    {
        _isNoDelay = listener._isNoDelay;
        _userMaximumSegment = listener._userMaximumSegment;
        _windowClamp = listener._windowClamp;
        _notSentLowWater = listener._notSentLowWater;
        _userTimeout = listener._userTimeout;
        _linger2 = listener._linger2;
        _keepAlive = listener._keepAlive;
        _mostPacingRate = listener._mostPacingRate;
        SetCongestion(listener._congestion.Name);
    }

    private static SocketError Write<T>(Span<byte> argument, in T value, out int length)
        where T : unmanaged
    {
        length = 0;
        if (!MemoryMarshal.TryWrite(argument, value))
            return SocketError.NoBufferSpaceAvailable;
        length = Marshal.SizeOf<T>();
        return SocketError.Success;
    }
}
