using System.Buffers.Binary;

namespace Hokku.Linux;

/// <summary>Sockets that take and give the frames of an interface (packet(7)).</summary>
public static unsafe class PacketSocket
{
    private const int Family = 17;
    private const int RawNonBlockingCloseOnExec = 3 | 0x800 | 0x80000;
    private const ushort AllProtocols = 0x0300; // 3 in network order
    private const int SocketLevel = 1;
    private const int PacketLevel = 263;
    private const int AddMembership = 1;
    private const int DropMembership = 2;
    private const int StatisticsOption = 6;
    private const int VirtualHeaderOption = 15;
    private const int BypassQueueing = 20;
    private const int IgnoreOutgoing = 23;
    private const int SendBuffer = 7;
    private const int ReceiveBuffer = 8;
    private const int AttachFilter = 26;
    private const int SendBufferForced = 32;
    private const int ReceiveBufferForced = 33;
    private const int BufferOctets = 16 << 20;
    private const nuint GetName = 0x8910;

    /// <summary>
    /// Opens a non-blocking socket that receives nothing yet: frames both ways have a virtio-net header of 10 octets in front, and the host's own are not shown.
    /// Frames with a VLAN tag, which the kernel takes off and keeps apart, are not for it.
    /// </summary>
    /// <param name="bypassQueueing">Frames are not queued on their way out; then the kernel discards super-packets that the interface cannot cut itself.</param>
    /// <exception cref="LinuxException">EPERM: no CAP_NET_RAW in the user namespace of the network namespace.</exception>
    public static Descriptor Open(bool bypassQueueing)
    {
        Platform.RequireLinux();
        var socket = Platform.Check(LibC.Socket(Family, RawNonBlockingCloseOnExec, 0), "open a packet socket");
        try
        {
            Set(socket, PacketLevel, VirtualHeaderOption, 1, "PACKET_VNET_HDR");
            Set(socket, PacketLevel, IgnoreOutgoing, 1, "PACKET_IGNORE_OUTGOING");
            if (bypassQueueing)
                Set(socket, PacketLevel, BypassQueueing, 1, "PACKET_QDISC_BYPASS");
            Enlarge(socket, ReceiveBufferForced, ReceiveBuffer);
            Enlarge(socket, SendBufferForced, SendBuffer);
            RefuseTagged(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Begins to receive the frames of an interface, or ends it.</summary>
    /// <exception cref="LinuxException">There is no such interface.</exception>
    public static void Bind(Descriptor socket, int interfaceIndex, bool receives)
    {
        var address = stackalloc byte[20];
        new Span<byte>(address, 20).Clear();
        *(ushort*)address = Family;
        *(ushort*)(address + 2) = receives ? AllProtocols : (ushort)0;
        *(int*)(address + 4) = interfaceIndex;
        Platform.CheckResult(LibC.Bind(socket.Number, address, 20), "bind a packet socket");
    }

    /// <summary>Joins or leaves what an interface receives beside its own address, as long as the socket is open. False when it cannot.</summary>
    public static bool SetMembership(Descriptor socket, int interfaceIndex, PacketMembership membership, ReadOnlySpan<byte> address, bool joins)
    {
        var request = stackalloc byte[16];
        new Span<byte>(request, 16).Clear();
        *(int*)request = interfaceIndex;
        *(ushort*)(request + 4) = (ushort)membership;
        *(ushort*)(request + 6) = (ushort)address.Length;
        address.CopyTo(new Span<byte>(request + 8, 8));
        return LibC.SetSocketOption(socket.Number, PacketLevel, joins ? AddMembership : DropMembership, request, 16) >= 0;
    }

    /// <summary>Frames that the kernel has discarded since it was asked last, because nobody read them in time.</summary>
    public static int TakeDrops(Descriptor socket)
    {
        var counts = stackalloc uint[2];
        uint length = 2 * sizeof(uint);
        return LibC.GetSocketOption(socket.Number, PacketLevel, StatisticsOption, counts, &length) < 0 ? 0 : (int)counts[1];
    }

    /// <summary>Whether the interface that the socket belongs to is still there.</summary>
    public static bool HasInterface(Descriptor socket, int interfaceIndex)
    {
        var request = stackalloc byte[InterfaceRequestCall.Size];
        new Span<byte>(request, InterfaceRequestCall.Size).Clear();
        *(int*)(request + 16) = interfaceIndex;
        return LibC.Control(socket.Number, GetName, request) >= 0;
    }

    private static void Set(Descriptor socket, int level, int option, int value, string name) =>
        Platform.CheckResult(LibC.SetSocketOption(socket.Number, level, option, &value, sizeof(int)), name);

    // Beyond the system's limit where we may; up to it elsewhere.
    private static void Enlarge(Descriptor socket, int forced, int plain)
    {
        int octets = BufferOctets;
        if (LibC.SetSocketOption(socket.Number, SocketLevel, forced, &octets, sizeof(int)) < 0)
            _ = LibC.SetSocketOption(socket.Number, SocketLevel, plain, &octets, sizeof(int));
    }

    /// <summary>A filter of four instructions (socket(7), SO_ATTACH_FILTER): without it a tagged frame would look like one of the untagged network.</summary>
    private static void RefuseTagged(Descriptor socket)
    {
        const uint TagPresent = 0xFFFF_F000 + 48; // SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT
        var code = stackalloc ulong[4];
        code[0] = Instruction(0x20, 0, 0, TagPresent); // load
        code[1] = Instruction(0x15, 0, 1, 0); // when it is 0, go on, else skip one
        code[2] = Instruction(0x06, 0, 0, 0x40000); // accept
        code[3] = Instruction(0x06, 0, 0, 0); // refuse
        var program = stackalloc nuint[2];
        program[0] = 4;
        program[1] = (nuint)code;
        Platform.CheckResult(LibC.SetSocketOption(socket.Number, SocketLevel, AttachFilter, program, (uint)(2 * sizeof(nuint))), "SO_ATTACH_FILTER");
    }

    private static ulong Instruction(ushort code, byte whenTrue, byte whenFalse, uint value)
    {
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(octets, code);
        octets[2] = whenTrue;
        octets[3] = whenFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(octets[4..], value);
        return BinaryPrimitives.ReadUInt64LittleEndian(octets);
    }
}
