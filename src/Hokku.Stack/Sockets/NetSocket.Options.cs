using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Hokku.Abstractions;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <content>SOL_SOCKET. Options of other levels are the chain's.</content>
internal sealed partial class NetSocket
{
    private const int SmallestBuffer = 2048;

    public SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length)
    {
        if (level == SocketLevel.Socket && (SocketOption)option != SocketOption.MaximumPacingRate)
            return Get((SocketOption)option, value, out length);
        length = 0;
        return IsDetached ? _ended : First.GetOption(level, option, value, out length);
    }

    public SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value)
    {
        if (level != SocketLevel.Socket || (SocketOption)option == SocketOption.MaximumPacingRate)
            return IsDetached ? _ended : First.SetOption(level, option, value);
        var error = Set((SocketOption)option, value);

        // Protocols that act upon an option see it; whether they know it does not matter.
        if (error == SocketError.Success)
            _first?.SetOption(level, option, value);
        return error;
    }

    private SocketError Get(SocketOption option, Span<byte> value, out int length)
    {
        if (Flag(option) is var flag && flag != SocketOptions.None)
            return ControlArgument.Write(value, Options.HasFlag(flag) ? 1 : 0, out length);
        switch (option)
        {
            case SocketOption.Error:
                var error = ControlArgument.Write(value, (int)_error, out length);
                if (error == SocketError.Success)
                    TakeError();
                return error;
            case SocketOption.Linger:
                return ControlArgument.Write(value, (Linger is null ? 0 : 1, (int)(Linger?.TotalSeconds ?? 0)), out length);
            case SocketOption.ReceiveTimeout:
                return ControlArgument.Write(value, ReceiveTimeout.Ticks / TimeSpan.TicksPerMicrosecond, out length);
            case SocketOption.SendTimeout:
                return ControlArgument.Write(value, SendTimeout.Ticks / TimeSpan.TicksPerMicrosecond, out length);
            case SocketOption.BindToDevice:
                return WriteName(value, _stack.Datalink.GetInterface(BoundInterface)?.Name ?? "", out length);
        }

        int? number = option switch
        {
            SocketOption.Type => (int)Type,
            SocketOption.Protocol => Protocol,
            SocketOption.Domain => (int)Family,
            SocketOption.SendBuffer => SendBufferSize,
            SocketOption.ReceiveBuffer => ReceiveBufferSize,
            SocketOption.SendLowWater => SendLowWater,
            SocketOption.ReceiveLowWater => ReceiveLowWater,
            SocketOption.BindToInterface => BoundInterface,
            _ => null,
        };
        length = 0;
        return number is { } known ? ControlArgument.Write(value, known, out length) : SocketError.ProtocolOption;
    }

    private SocketError Set(SocketOption option, ReadOnlySpan<byte> value)
    {
        switch (option)
        {
            case SocketOption.Linger:
                return SetLinger(value);
            case SocketOption.ReceiveTimeout:
            case SocketOption.SendTimeout:
                return SetTimeout(option, value);
            case SocketOption.BindToDevice:
                return BindToDevice(value);
            case SocketOption.Error or SocketOption.Type or SocketOption.Protocol or SocketOption.Domain or SocketOption.AcceptConnections:
                return SocketError.ProtocolOption;
        }

        if (!MemoryMarshal.TryRead(value, out int number))
            return SocketError.InvalidArgument;
        if (Flag(option) is var flag && flag != SocketOptions.None)
        {
            Options = number != 0 ? Options | flag : Options & ~flag;
            return SocketError.Success;
        }

        return SetNumber(option, number);
    }

    private SocketError SetNumber(SocketOption option, int number)
    {
        if (number < 0)
            return SocketError.InvalidArgument;
        switch (option)
        {
            case SocketOption.SendBuffer:
                SendBufferSize = Math.Clamp(number, SmallestBuffer, _stack.Options.MaximumSocketBufferSize);
                Options |= SocketOptions.SendBufferLocked;
                return SocketError.Success;
            case SocketOption.ReceiveBuffer:
                ReceiveBufferSize = Math.Clamp(number, SmallestBuffer, _stack.Options.MaximumSocketBufferSize);
                Options |= SocketOptions.ReceiveBufferLocked;
                return SocketError.Success;
            case SocketOption.SendLowWater:
                SendLowWater = Math.Clamp(number, 1, SendBufferSize);
                return SocketError.Success;
            case SocketOption.ReceiveLowWater:
                ReceiveLowWater = Math.Clamp(number, 1, ReceiveBufferSize);
                return SocketError.Success;
            case SocketOption.BindToInterface:
                return BindTo(number);
            default:
                return SocketError.ProtocolOption;
        }
    }

    private SocketError SetLinger(ReadOnlySpan<byte> value)
    {
        if (!MemoryMarshal.TryRead(value, out (int On, int Seconds) linger) || linger.Seconds < 0)
            return SocketError.InvalidArgument;
        Linger = linger.On == 0 ? null : TimeSpan.FromSeconds(linger.Seconds);
        return SocketError.Success;
    }

    private SocketError SetTimeout(SocketOption option, ReadOnlySpan<byte> value)
    {
        if (!MemoryMarshal.TryRead(value, out long microseconds) || microseconds is < 0 or > long.MaxValue / TimeSpan.TicksPerMicrosecond)
            return SocketError.InvalidArgument;
        var timeout = new TimeSpan(microseconds * TimeSpan.TicksPerMicrosecond);
        if (option == SocketOption.SendTimeout)
            SendTimeout = timeout;
        else
            ReceiveTimeout = timeout;
        return SocketError.Success;
    }

    private SocketError BindToDevice(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)0);
        var name = end < 0 ? value : value[..end];
        if (name.IsEmpty)
            return BindTo(0);
        return _stack.Datalink.GetInterface(Encoding.UTF8.GetString(name)) is { } netInterface ? BindTo(netInterface.Index) : SocketError.AddressNotAvailable;
    }

    private SocketError BindTo(int index)
    {
        if (index != 0 && _stack.Datalink.GetInterface(index) is null)
            return SocketError.AddressNotAvailable;
        BoundInterface = index;
        return SocketError.Success;
    }

    private static SocketError WriteName(Span<byte> value, string name, out int length)
    {
        length = Encoding.UTF8.GetByteCount(name) + 1;
        if (value.Length < length)
            return SocketError.NoBufferSpaceAvailable;
        value[Encoding.UTF8.GetBytes(name, value)] = 0;
        return SocketError.Success;
    }

    private static SocketOptions Flag(SocketOption option) => option switch
    {
        SocketOption.Debug => SocketOptions.Debug,
        SocketOption.ReuseAddress => SocketOptions.ReuseAddress,
        SocketOption.ReusePort => SocketOptions.ReusePort,
        SocketOption.KeepAlive => SocketOptions.KeepAlive,
        SocketOption.DontRoute => SocketOptions.DontRoute,
        SocketOption.Broadcast => SocketOptions.Broadcast,
        SocketOption.OutOfBandInline => SocketOptions.OutOfBandInline,
        SocketOption.Timestamp => SocketOptions.Timestamp,
        SocketOption.NonBlocking => SocketOptions.NonBlocking,
        SocketOption.AcceptConnections => SocketOptions.AcceptConnections,
        _ => SocketOptions.None,
    };
}
