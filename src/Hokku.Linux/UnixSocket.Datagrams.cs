using System.Text;

namespace Hokku.Linux;

/// <content>Datagram sockets with a path, which tell who sent; and what tells sockets apart. No call waits; results as elsewhere.</content>
public static unsafe partial class UnixSocket
{
    private const int SendBufferOption = 7;
    private const int ReceiveTimeoutOption = 20;
    private const int CookieOption = 57;
    private const int DuplicateCommand = 1030;
    private const int TruncateFlag = 0x20;

    /// <summary>Makes a datagram socket at a path.</summary>
    /// <exception cref="LinuxException">The path cannot be had.</exception>
    public static Descriptor MakeDatagram(string path)
    {
        Platform.RequireLinux();
        var socket = Platform.Check(LibC.Socket(UnixFamily, (int)UnixSocketType.Datagram | CloseOnExec, 0), "socket");
        byte* address = stackalloc byte[sizeof(ushort) + MaximumPath + 1];
        int length = Write(path, address);
        Platform.CheckResult(LibC.Bind(socket.Number, address, length), $"bind {path}");
        return socket;
    }

    /// <summary>Lets a datagram socket talk to one peer only; an empty path undoes that. 0, or the negative error number.</summary>
    public static int SetPeer(Descriptor socket, string path)
    {
        byte* address = stackalloc byte[sizeof(ushort) + MaximumPath + 1];
        int length = path.Length == 0 ? sizeof(ushort) : Write(path, address);
        if (path.Length == 0)
            *(ushort*)address = 0;
        return (int)Platform.Result(LibC.Connect(socket.Number, address, length));
    }

    /// <summary>Sends a datagram to a path.</summary>
    public static int TrySend(Descriptor socket, ReadOnlySpan<byte> octets, string path)
    {
        byte* address = stackalloc byte[sizeof(ushort) + MaximumPath + 1];
        int length = Write(path, address);
        fixed (byte* pointer = octets)
            return (int)Platform.Result(LibC.SendTo(socket.Number, pointer, (nuint)octets.Length, DoNotWait | NoSignal, address, length));
    }

    /// <summary>Receives a datagram and the path of who sent it. Its whole length, also where the room is shorter.</summary>
    public static int TryReceive(Descriptor socket, Span<byte> octets, bool peek, out string path)
    {
        byte* address = stackalloc byte[sizeof(ushort) + MaximumPath + 1];
        int length = sizeof(ushort) + MaximumPath + 1;
        fixed (byte* pointer = octets)
        {
            int flags = DoNotWait | TruncateFlag | (peek ? PeekFlag : 0);
            int received = (int)Platform.Result(LibC.ReceiveFrom(socket.Number, pointer, (nuint)octets.Length, flags, address, &length));
            int characters = Math.Max(0, Math.Min(length, sizeof(ushort) + MaximumPath) - sizeof(ushort));
            path = received < 0 ? "" : Encoding.UTF8.GetString(address + sizeof(ushort), characters).TrimEnd('\0');
            return received;
        }
    }

    /// <summary>Another descriptor of the same socket.</summary>
    /// <exception cref="LinuxException">No descriptor is to be had.</exception>
    public static Descriptor Duplicate(Descriptor socket) => Platform.Check(LibC.FileControl(socket.Number, DuplicateCommand, 0), "F_DUPFD_CLOEXEC");

    /// <summary>A number that the kernel gives no other socket, however many descriptors a socket has (SO_COOKIE); 0 for what is no socket.</summary>
    public static ulong CookieOf(Descriptor socket)
    {
        ulong cookie;
        uint length = sizeof(ulong);
        return LibC.GetSocketOption(socket.Number, SocketLevel, CookieOption, &cookie, &length) < 0 ? 0 : cookie;
    }

    /// <summary>How long the socket's receives wait (SO_RCVTIMEO); zero for ever.</summary>
    public static TimeSpan GetReceiveTimeout(Descriptor socket)
    {
        var time = stackalloc long[2];
        uint length = 2 * sizeof(long);
        return LibC.GetSocketOption(socket.Number, SocketLevel, ReceiveTimeoutOption, time, &length) < 0
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(time[0]) + TimeSpan.FromMicroseconds(time[1]);
    }

    /// <summary>What may wait for the peer. Octets, as the kernel counts them.</summary>
    public static int GetSendBuffer(Descriptor socket)
    {
        int size;
        uint length = sizeof(int);
        return LibC.GetSocketOption(socket.Number, SocketLevel, SendBufferOption, &size, &length) < 0 ? 0 : size;
    }

    /// <summary>Sets what may wait for the peer; the kernel has bounds, and doubles it. Octets.</summary>
    public static void SetSendBuffer(Descriptor socket, int size) =>
        _ = LibC.SetSocketOption(socket.Number, SocketLevel, SendBufferOption, &size, sizeof(int));
}
