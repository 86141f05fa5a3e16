using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Run.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Run.Calls;

/// <summary>getsockopt and setsockopt: the stack's options have Linux's numbers and values; a few are the descriptor's own.</summary>
internal static class OptionCalls
{
    private const int LongestValue = 1024;
    private const int InternetFamily = 2;

    public static void Get(ProgramCall call, ProgramSocket socket)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        if (!call.TryRead(call[4], length))
        {
            call.Fail(ErrorNumbers.BadAddress);
            return;
        }

        int room = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (room < 0)
        {
            call.Fail(ErrorNumbers.Invalid);
            return;
        }

        if (IsOfDescriptor(call))
        {
            call.LetThrough();
            return;
        }

        Span<byte> value = stackalloc byte[LongestValue];
        value.Clear();
        var error = Read(call, socket, value, out int written);
        if (error != SocketError.Success)
        {
            call.Fail(error);
            return;
        }

        written = Math.Min(written, room);
        BinaryPrimitives.WriteInt32LittleEndian(length, written);
        if (call.TryWrite(call[3], value[..written]) && call.TryWrite(call[4], length))
            call.Succeed();
        else
            call.Fail(ErrorNumbers.BadAddress);
    }

    public static void Set(ProgramCall call, ProgramSocket socket)
    {
        int length = call.Int(4);
        if (length is < 0 or > LongestValue)
        {
            call.Fail(ErrorNumbers.Invalid);
            return;
        }

        Span<byte> value = stackalloc byte[LongestValue];
        value = value[..length];
        if (!call.TryRead(call[3], value))
            call.Fail(ErrorNumbers.BadAddress);
        else if (IsOfDescriptor(call))
            call.LetThrough();
        else
            call.Finish(socket.Socket.SetOption((SocketLevel)call.Int(1), call.Int(2), value));
    }

    // How long native reads and writes wait is known to the descriptor only.
    private static bool IsOfDescriptor(ProgramCall call) =>
        call.Int(1) == (int)SocketLevel.Socket && (SocketOption)call.Int(2) is SocketOption.ReceiveTimeout or SocketOption.SendTimeout;

    private static SocketError Read(ProgramCall call, ProgramSocket socket, Span<byte> value, out int written)
    {
        int? known = (call.Int(1), (SocketOption)call.Int(2)) switch
        {
            ((int)SocketLevel.Socket, SocketOption.Error) => ErrorNumbers.Of(socket.TakeError()),
            ((int)SocketLevel.Socket, SocketOption.Type) => (int)socket.Type,
            ((int)SocketLevel.Socket, SocketOption.Domain) => InternetFamily,
            ((int)SocketLevel.Socket, SocketOption.Protocol) => ProtocolOf(socket),
            _ => null,
        };
        written = sizeof(int);
        if (call.Int(1) == (int)SocketLevel.Tcp && call.Int(2) == (int)TcpOption.Information)
            return ReadInformation(socket, value, out written);
        if (known is not { } number)
            return socket.Socket.GetOption((SocketLevel)call.Int(1), call.Int(2), value, out written);
        BinaryPrimitives.WriteInt32LittleEndian(value, number);
        return SocketError.Success;
    }

    private static SocketError ReadInformation(ProgramSocket socket, Span<byte> value, out int written)
    {
        var information = default(TcpInformation);
        var error = socket.Socket.GetOption(SocketLevel.Tcp, (int)TcpOption.Information, MemoryMarshal.AsBytes(new Span<TcpInformation>(ref information)), out _);
        LinuxTcpInformation.Write(information, value);
        written = LinuxTcpInformation.Size;
        return error;
    }

    private static int ProtocolOf(ProgramSocket socket) => (socket.Type, socket.Socket.Protocol) switch
    {
        (SocketType.Stream, 0) => 6,
        (SocketType.Dgram, 0) => 17,
        var (_, protocol) => protocol,
    };
}
