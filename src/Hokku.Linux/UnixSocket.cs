using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>What System.Net.Sockets cannot do with Unix-domain sockets (unix(7)): pairs, descriptors as messages, who the peer is.</summary>
public static unsafe partial class UnixSocket
{
    /// <summary>Descriptors that one message may carry here (SCM_MAX_FD is 253).</summary>
    public const int MaximumDescriptors = 16;

    private const int UnixFamily = 1;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const int PeerCredentials = 17;
    private const int NoSignal = 0x4000;
    private const int ReceiveCloseOnExec = 0x40000000;
    private const int HeaderSize = 16;

    /// <summary>Makes two stream sockets that are connected to each other; or sockets that keep the bounds of messages.</summary>
    /// <exception cref="LinuxException">No descriptors are to be had.</exception>
    public static (Descriptor First, Descriptor Second) MakePair(UnixSocketType type = UnixSocketType.Stream)
    {
        Platform.RequireLinux();
        var pair = stackalloc int[2];
        Platform.CheckResult(LibC.SocketPair(UnixFamily, (int)type | CloseOnExec, 0, pair), "socketpair");
        return (new Descriptor(pair[0]), new Descriptor(pair[1]));
    }

    /// <summary>Who connected the socket, as the kernel knows (SO_PEERCRED).</summary>
    /// <exception cref="LinuxException">It is not a connected Unix-domain socket.</exception>
    public static UnixCredentials CredentialsOf(SafeHandle socket)
    {
        Platform.RequireLinux();
        UnixCredentials credentials;
        var length = (uint)sizeof(UnixCredentials);
        Platform.CheckResult(LibC.GetSocketOption((int)socket.DangerousGetHandle(), SocketLevel, PeerCredentials, &credentials, &length), "SO_PEERCRED");
        GC.KeepAlive(socket);
        return credentials;
    }

    /// <summary>Sends octets (at least one) and descriptors with them. How many octets, or the negative error number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too many descriptors.</exception>
    public static nint Send(SafeHandle socket, ReadOnlySpan<byte> octets, ReadOnlySpan<int> descriptors, bool wait = true)
    {
        Platform.RequireLinux();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, MaximumDescriptors);
        var control = stackalloc byte[HeaderSize + (MaximumDescriptors * sizeof(int))];
        fixed (byte* pointer = octets)
        {
            var vector = new IoSegment((nint)pointer, (nuint)octets.Length);
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1 };
            if (descriptors.Length > 0)
            {
                *(nuint*)control = (nuint)(HeaderSize + (descriptors.Length * sizeof(int)));
                ((int*)control)[2] = SocketLevel;
                ((int*)control)[3] = Rights;
                descriptors.CopyTo(new Span<int>(control + HeaderSize, descriptors.Length));
                message.Control = control;
                message.ControlLength = (nuint)Align(HeaderSize + (descriptors.Length * sizeof(int)));
            }

            var result = Platform.Result(LibC.SendMessage((int)socket.DangerousGetHandle(), &message, NoSignal | (wait ? 0 : 0x40)));
            GC.KeepAlive(socket);
            return result;
        }
    }

    /// <summary>
    /// Receives octets and the descriptors that came with them, closed on exec. How many octets (0: the peer has closed), or the negative error number.
    /// </summary>
    /// <param name="socket">A Unix-domain socket.</param>
    /// <param name="octets">Where to.</param>
    /// <param name="descriptors">Where to; the caller owns them. Those beyond the room are closed.</param>
    /// <param name="count">How many descriptors came.</param>
    /// <param name="wait">Whether to wait for the first octet.</param>
    public static nint Receive(SafeHandle socket, Span<byte> octets, Span<int> descriptors, out int count, bool wait = true)
    {
        Platform.RequireLinux();
        count = 0;
        var control = stackalloc byte[HeaderSize + (MaximumDescriptors * sizeof(int))];
        fixed (byte* pointer = octets)
        {
            var vector = new IoSegment((nint)pointer, (nuint)octets.Length);
            var message = new MessageHeader
            {
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = HeaderSize + (MaximumDescriptors * sizeof(int)),
            };
            var result = Platform.Result(LibC.ReceiveMessage((int)socket.DangerousGetHandle(), &message, ReceiveCloseOnExec | (wait ? 0 : 0x40)));
            GC.KeepAlive(socket);
            if (result >= 0)
                TakeDescriptors(control, message.ControlLength, descriptors, ref count);
            return result;
        }
    }

    private static void TakeDescriptors(byte* control, nuint length, Span<int> descriptors, ref int count)
    {
        for (nuint at = 0; at + HeaderSize <= length;)
        {
            var size = *(nuint*)(control + at);
            if (size < HeaderSize || at + size > length)
                return;
            var header = (int*)(control + at);
            if (header[2] == SocketLevel && header[3] == Rights)
            {
                foreach (var descriptor in new ReadOnlySpan<int>(control + at + HeaderSize, (int)(size - HeaderSize) / sizeof(int)))
                {
                    if (count < descriptors.Length)
                        descriptors[count++] = descriptor;
                    else
                        LibC.Close(descriptor);
                }
            }

            at += (nuint)Align((int)size);
        }
    }

    private static int Align(int size) => (size + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);
}
