using System.Net.Sockets;
using System.Text;

namespace Hokku.Linux;

/// <content>Sockets with a path, and calls that never wait. They answer a count or the negative error number.</content>
public static unsafe partial class UnixSocket
{
    /// <summary>The longest path of a socket. Octets.</summary>
    public const int MaximumPath = 107;

    private const int DoNotWait = 0x40;
    private const int PeekFlag = 0x2;
    private const int NonBlockingFlag = 0x800;
    private const int ReadableRequest = 0x541B;
    private const int UnreadRequest = 0x5411;

    /// <summary>Makes a stream socket at a path that takes connections; nobody may be there.</summary>
    /// <exception cref="LinuxException">The path cannot be had.</exception>
    public static Descriptor Listen(string path, int backlog)
    {
        var listener = Create();
        byte* address = stackalloc byte[sizeof(ushort) + MaximumPath + 1];
        int length = Write(path, address);
        Platform.CheckResult(LibC.Bind(listener.Number, address, length), $"bind {path}");
        Platform.CheckResult(LibC.Listen(listener.Number, backlog), $"listen {path}");
        listener.SetNonBlocking();
        return listener;
    }

    /// <summary>Connects a stream socket, which waits in its calls, to a path.</summary>
    /// <exception cref="LinuxException">Nobody is there, or it is not permitted.</exception>
    public static Descriptor Connect(string path)
    {
        var socket = Create();
        byte* address = stackalloc byte[sizeof(ushort) + MaximumPath + 1];
        int length = Write(path, address);
        if (LibC.Connect(socket.Number, address, length) >= 0)
            return socket;
        var failure = Platform.Failure($"connect {path}");
        socket.Dispose();
        throw failure;
    }

    /// <summary>Takes a connection, whose calls do not wait; null when there is none.</summary>
    public static Descriptor? Accept(Descriptor listener)
    {
        int accepted = LibC.Accept(listener.Number, null, null, CloseOnExec | NonBlockingFlag);
        return accepted < 0 ? null : new Descriptor(accepted);
    }

    /// <summary>Sends what goes without waiting.</summary>
    public static int TrySend(Descriptor socket, ReadOnlySpan<byte> octets)
    {
        bool held = false;
        try
        {
            socket.DangerousAddRef(ref held);
            fixed (byte* pointer = octets)
                return (int)Platform.Result(LibC.Send(socket.Number, pointer, (nuint)octets.Length, DoNotWait | NoSignal));
        }
        finally
        {
            if (held)
                socket.DangerousRelease();
        }
    }

    /// <summary>Receives what is there without waiting; 0: the peer has ended.</summary>
    public static int TryReceive(Descriptor socket, Span<byte> octets, bool peek = false)
    {
        bool held = false;
        try
        {
            socket.DangerousAddRef(ref held);
            fixed (byte* pointer = octets)
                return (int)Platform.Result(LibC.Receive(socket.Number, pointer, (nuint)octets.Length, DoNotWait | (peek ? PeekFlag : 0)));
        }
        finally
        {
            if (held)
                socket.DangerousRelease();
        }
    }

    /// <summary>Ends one direction or both.</summary>
    public static int Shutdown(Descriptor socket, SocketShutdown direction) =>
        (int)Platform.Result(LibC.Shutdown(socket.Number, (int)direction));

    /// <summary>Octets that can be received at once (FIONREAD).</summary>
    public static int GetReadable(Descriptor socket) => GetNumber(socket, ReadableRequest);

    /// <summary>0 when the peer has received everything that was sent (SIOCOUTQ).</summary>
    public static int GetUnread(Descriptor socket) => GetNumber(socket, UnreadRequest);

    private static Descriptor Create()
    {
        Platform.RequireLinux();
        return Platform.Check(LibC.Socket(UnixFamily, (int)UnixSocketType.Stream | CloseOnExec, 0), "socket");
    }

    private static int GetNumber(Descriptor socket, nuint request)
    {
        int number = 0;
        var result = Platform.Result(LibC.Control(socket.Number, request, &number));
        return result < 0 ? (int)result : number;
    }

    private static int Write(string path, byte* address)
    {
        int length = Encoding.UTF8.GetByteCount(path);
        if (length > MaximumPath)
            throw new ArgumentException($"The path '{path}' is longer than {MaximumPath} octets.", nameof(path));
        *(ushort*)address = UnixFamily;
        Encoding.UTF8.GetBytes(path, new Span<byte>(address + sizeof(ushort), length));
        address[sizeof(ushort) + length] = 0;
        return sizeof(ushort) + length + 1;
    }
}
