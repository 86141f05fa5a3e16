using System.Buffers.Binary;
using System.Net.Sockets;
using Hokku.Linux;
using Hokku.Run.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Run.Calls;

/// <summary>
/// sendmmsg and recvmmsg. A batch without addresses goes the native way; in one with addresses each message is sent at once or it ends there. Receiving with
/// addresses takes the first as recvmsg would, and is done: a program asks again for more.
/// </summary>
internal static class MessageBatches
{
    private const int EntrySize = 64;
    private const int LengthAt = 56;
    private const int MostMessages = 1024;

    public static void Send(ProgramCall call, ProgramSocket socket, Descriptor app)
    {
        int count = Math.Min(call.Int(2), MostMessages), sent = 0;
        var flags = (MessageFlags)call.Int(3);
        for (; sent < count; sent++)
        {
            ulong entry = call[1] + (ulong)(sent * EntrySize);
            int error = MessageCall.FromHeader(call, entry, flags, sends: true, out var message);
            if (error == 0 && message.Destination.IsUnspecified && sent == 0)
            {
                call.LetThrough();
                return;
            }

            if (error == 0)
                error = SendOne(call, socket, message, entry);
            if (error == 0)
                continue;
            if (sent == 0)
                call.Fail(error);
            break;
        }

        if (sent > 0 || count <= 0)
            call.Succeed(sent);
    }

    public static void Receive(ProgramCall call, ProgramSocket socket, Descriptor app)
    {
        if (socket.IsStream)
        {
            call.LetThrough();
            return;
        }

        int error = MessageCall.FromHeader(call, call[1], (MessageFlags)call.Int(3), sends: false, out var message);
        if (error != 0)
        {
            call.Fail(error);
            return;
        }

        message.CountsMessages(call[1] + LengthAt);
        socket.Receive(call, message, app);
    }

    private static int SendOne(ProgramCall call, ProgramSocket socket, MessageCall message, ulong entry)
    {
        if (!message.TryReadPayload(call, out var octets))
            return ErrorNumbers.BadAddress;
        var error = socket.Socket.Send(octets, message.Flags & ~MessageFlags.DontWait, message.Destination, out int taken);
        if (error != SocketError.Success)
            return ErrorNumbers.Of(error);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, taken);
        return call.TryWrite(entry + LengthAt, length) ? 0 : ErrorNumbers.BadAddress;
    }
}
