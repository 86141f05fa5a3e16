using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>
/// A program that hands every frame of an interface's queue to an AF_XDP socket (bpf(2)): made of seven slots here, without a library. It is detached when this is disposed.
/// </summary>
public sealed unsafe class BpfProgram : IDisposable
{
    private const int CreateMap = 0;
    private const int UpdateMap = 2;
    private const int LoadProgram = 5;
    private const int CreateLink = 28;
    private const int SocketMap = 17;
    private const int XdpProgram = 6;
    private const int XdpAttachment = 37;
    private const int DriverMode = 4;
    private const int GenericMode = 2;
    private const int QueueLimit = 64;
    private const int AttributeSize = 128;

    private readonly Descriptor _map;
    private readonly Descriptor _program;
    private Descriptor? _link;

    /// <exception cref="LinuxException">EPERM: no CAP_BPF. ENOSYS, EINVAL: the kernel has no eBPF or no AF_XDP.</exception>
    public BpfProgram()
    {
        Platform.RequireLinux();
        var attribute = stackalloc uint[AttributeSize / sizeof(uint)];
        Clear(attribute);
        (attribute[0], attribute[1], attribute[2], attribute[3]) = (SocketMap, 4, 4, QueueLimit);
        _map = Platform.Check(Call(CreateMap, attribute), "make a map of AF_XDP sockets");
        try
        {
            _program = Load(attribute);
        }
        catch
        {
            _map.Dispose();
            throw;
        }
    }

    /// <summary>Hands the frames of a queue to a socket from now on.</summary>
    /// <exception cref="LinuxException">EBUSY: the interface has another program.</exception>
    public void Attach(Descriptor socket, int interfaceIndex, int queue)
    {
        var attribute = stackalloc uint[AttributeSize / sizeof(uint)];
        Clear(attribute);
        int number = socket.Number;
        attribute[0] = (uint)_map.Number;
        ((ulong*)attribute)[1] = (ulong)&queue;
        ((ulong*)attribute)[2] = (ulong)&number;
        Platform.CheckResult(Call(UpdateMap, attribute), "put an AF_XDP socket into its map");
        if (_link is not null)
            return;
        int link = Link(attribute, interfaceIndex, DriverMode);
        if (link < 0 && (LinuxError)Marshal.GetLastPInvokeError() != LinuxError.EBUSY)
            link = Link(attribute, interfaceIndex, GenericMode); // a driver that knows nothing of it
        _link = Platform.Check(link, "attach a program to the interface");
    }

    public void Dispose()
    {
        _link?.Dispose();
        _program.Dispose();
        _map.Dispose();
    }

    private Descriptor Load(uint* attribute)
    {
        // r2 = queue of the frame; r1 = map; r3 = pass it on where there is no socket; redirect; exit.
        var code = stackalloc ulong[6];
        code[0] = Instruction(0x61, 2, 1, 16, 0);
        code[1] = Instruction(0x18, 1, 1, 0, _map.Number);
        code[2] = 0;
        code[3] = Instruction(0xB7, 3, 0, 0, 2);
        code[4] = Instruction(0x85, 0, 0, 0, 51);
        code[5] = Instruction(0x95, 0, 0, 0, 0);
        var license = stackalloc byte[] { (byte)'M', (byte)'I', (byte)'T', 0 };
        Clear(attribute);
        attribute[0] = XdpProgram;
        attribute[1] = 6;
        ((ulong*)attribute)[1] = (ulong)code;
        ((ulong*)attribute)[2] = (ulong)license;
        return Platform.Check(Call(LoadProgram, attribute), "load a program for AF_XDP");
    }

    private int Link(uint* attribute, int interfaceIndex, uint mode)
    {
        Clear(attribute);
        (attribute[0], attribute[1], attribute[2], attribute[3]) = ((uint)_program.Number, (uint)interfaceIndex, XdpAttachment, mode);
        return Call(CreateLink, attribute);
    }

    private static void Clear(uint* attribute) => new Span<byte>(attribute, AttributeSize).Clear();

    private static int Call(int command, uint* attribute) =>
        (int)LibC.SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 280 : 321, command, attribute, AttributeSize);

    private static ulong Instruction(byte code, int destination, int source, short offset, int value)
    {
        Span<byte> octets = stackalloc byte[8];
        octets[0] = code;
        octets[1] = (byte)((source << 4) | destination);
        BinaryPrimitives.WriteInt16LittleEndian(octets[2..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(octets[4..], value);
        return BinaryPrimitives.ReadUInt64LittleEndian(octets);
    }
}
