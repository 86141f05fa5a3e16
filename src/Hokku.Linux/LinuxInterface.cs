using System.Buffers.Binary;
using System.Text;

namespace Hokku.Linux;

/// <summary>Sets up interfaces of the kernel in the calling thread's network namespace, as ifconfig of old did (netdevice(7)).</summary>
public static unsafe class LinuxInterface
{
    private const int InternetFamily = 2;
    private const int DatagramCloseOnExec = 2 | 0x80000;
    private const nuint GetFlags = 0x8913;
    private const nuint SetFlags = 0x8914;
    private const nuint SetAddress = 0x8916;
    private const nuint SetMask = 0x891C;
    private const nuint GetMtu = 0x8921;
    private const nuint SetMtuCall = 0x8922;
    private const nuint GetHardwareAddress = 0x8927;
    private const short UpFlag = 1;

    /// <summary>Whether it can be the name of an interface: 1 to 15 octets without '/', ':' and blanks.</summary>
    public static bool IsName(string name) =>
        Encoding.UTF8.GetByteCount(name) is > 0 and <= TunDescriptor.LongestName && name is not ("." or "..") && name.AsSpan().IndexOfAny("/: \t\n") < 0;

    /// <summary>What is wrong with a name that is none, and what would be right.</summary>
    /// <param name="name">The name.</param>
    /// <param name="example">The name of a device with an interface's name that is right.</param>
    public static string ExplainName(string name, string example) =>
        $"'{name}' is not the name of a Linux interface: 1 to {TunDescriptor.LongestName} octets without '/', ':' and blanks are needed, such as {example}.";

    /// <summary>The interface's index, or 0 when there is none of that name.</summary>
    public static int IndexOf(string name)
    {
        Platform.RequireLinux();
        return (int)LibC.InterfaceIndex(name);
    }

    /// <exception cref="LinuxException">There is no such interface, or it is not permitted.</exception>
    public static void SetUp(string name, bool up)
    {
        using var socket = OpenSocket();
        var request = stackalloc byte[InterfaceRequestCall.Size];
        InterfaceRequestCall.Fill(request, name);
        Call(socket, GetFlags, request, name);
        var flags = BinaryPrimitives.ReadInt16LittleEndian(new Span<byte>(request + 16, 2));
        flags = (short)(up ? flags | UpFlag : flags & ~UpFlag);
        BinaryPrimitives.WriteInt16LittleEndian(new Span<byte>(request + 16, 2), flags);
        Call(socket, SetFlags, request, name);
    }

    /// <summary>Octets.</summary>
    /// <exception cref="LinuxException">There is no such interface.</exception>
    public static int MtuOf(string name)
    {
        using var socket = OpenSocket();
        var request = stackalloc byte[InterfaceRequestCall.Size];
        InterfaceRequestCall.Fill(request, name);
        Call(socket, GetMtu, request, name);
        return *(int*)(request + 16);
    }

    /// <exception cref="LinuxException">There is no such interface, the MTU is out of its range, or it is not permitted.</exception>
    public static void SetMtu(string name, int mtu)
    {
        using var socket = OpenSocket();
        var request = stackalloc byte[InterfaceRequestCall.Size];
        InterfaceRequestCall.Fill(request, name);
        *(int*)(request + 16) = mtu;
        Call(socket, SetMtuCall, request, name);
    }

    /// <summary>Sets the MTU of an interface that somebody else may administer; whether it was set.</summary>
    public static bool TrySetMtu(string name, int mtu)
    {
        try
        {
            SetMtu(name, mtu);
            return true;
        }
        catch (LinuxException)
        {
            return false;
        }
    }

    /// <summary>Gives the interface an IPv4 address (four octets in network order) and a mask of that many bits.</summary>
    /// <exception cref="LinuxException">There is no such interface, or it is not permitted.</exception>
    public static void SetIPv4Address(string name, ReadOnlySpan<byte> address, int prefixLength)
    {
        Span<byte> mask = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(mask, prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength));
        SetSocketAddress(name, SetAddress, address);
        SetSocketAddress(name, SetMask, mask);
    }

    /// <summary>Reads the hardware address, six octets.</summary>
    /// <returns>The kind of hardware: 1 is Ethernet (ARPHRD_*).</returns>
    /// <exception cref="LinuxException">There is no such interface.</exception>
    public static int GetAddress(string name, Span<byte> address)
    {
        using var socket = OpenSocket();
        var request = stackalloc byte[InterfaceRequestCall.Size];
        InterfaceRequestCall.Fill(request, name);
        Call(socket, GetHardwareAddress, request, name);
        new Span<byte>(request + 18, 6).CopyTo(address);
        return *(ushort*)(request + 16);
    }

    /// <summary>Whether the interface is up (administratively).</summary>
    /// <exception cref="LinuxException">There is no such interface.</exception>
    public static bool IsUp(string name)
    {
        using var socket = OpenSocket();
        var request = stackalloc byte[InterfaceRequestCall.Size];
        InterfaceRequestCall.Fill(request, name);
        Call(socket, GetFlags, request, name);
        return (*(short*)(request + 16) & UpFlag) != 0;
    }

    private static void SetSocketAddress(string name, nuint call, ReadOnlySpan<byte> address)
    {
        using var socket = OpenSocket();
        var request = stackalloc byte[InterfaceRequestCall.Size];
        InterfaceRequestCall.Fill(request, name);
        request[16] = InternetFamily;
        address.CopyTo(new Span<byte>(request + 20, 4));
        Call(socket, call, request, name);
    }

    private static Descriptor OpenSocket()
    {
        Platform.RequireLinux();
        return Platform.Check(LibC.Socket(InternetFamily, DatagramCloseOnExec, 0), "socket");
    }

    private static void Call(Descriptor socket, nuint call, byte* request, string name) =>
        Platform.CheckResult(LibC.Control(socket.Number, call, request), $"set up the interface {name}");
}
