using System.Buffers.Binary;

namespace Hokku.Linux;

/// <summary>The universal TUN/TAP driver of Linux (Documentation/networking/tuntap.rst).</summary>
public static unsafe class TunDescriptor
{
    /// <summary>The clone device.</summary>
    public const string Path = "/dev/net/tun";

    /// <summary>Octets of the longest interface name.</summary>
    public const int LongestName = 15;

    private const nuint SetInterface = 0x400454CA;
    private const nuint SetPersistence = 0x400454CB;
    private const nuint SetOffload = 0x400454D0;
    private const nuint SetHeaderSize = 0x400454D8;
    private const nuint SetCarrierCall = 0x400454E2;
    private const short NoPacketInformation = 0x1000;
    private const short VirtualHeader = 0x4000;

    private const short MultiQueue = 0x0100;

    /// <summary>
    /// Opens an interface of this name in the calling thread's network namespace, made when there is none: non-blocking, each frame with a
    /// virtio-net header of this many octets in front.
    /// </summary>
    /// <param name="name">The interface.</param>
    /// <param name="kind">Whether frames have an Ethernet header.</param>
    /// <param name="headerSize">Octets of virtio-net header.</param>
    /// <param name="multiQueue">Whether the interface has a queue for every descriptor; then all of them must be opened so.</param>
    /// <exception cref="LinuxException">EBUSY: attached elsewhere. EPERM: no CAP_NET_ADMIN. ENOENT or ENODEV: no tun driver. EINVAL: of another kind, or not with these flags.</exception>
    public static Descriptor Open(string name, TunKind kind, int headerSize, bool multiQueue = false)
    {
        var descriptor = Descriptor.Open(Path);
        try
        {
            var request = stackalloc byte[InterfaceRequestCall.Size];
            InterfaceRequestCall.Fill(request, name);
            var flags = (short)((short)kind | NoPacketInformation | VirtualHeader | (multiQueue ? MultiQueue : 0));
            BinaryPrimitives.WriteInt16LittleEndian(new Span<byte>(request + 16, 2), flags);
            Platform.CheckResult(LibC.Control(descriptor.Number, SetInterface, request), $"attach to the {(kind == TunKind.Tap ? "TAP" : "TUN")} interface {name}");
            Platform.CheckResult(LibC.Control(descriptor.Number, SetHeaderSize, &headerSize), "TUNSETVNETHDRSZ");
            descriptor.SetNonBlocking();
            return descriptor;
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Reads one frame. Octets; 0 when there is none now; negative when the interface was deleted (EBADFD).</summary>
    public static nint ReadFrame(Descriptor tun, ReadOnlySpan<IoSegment> pieces)
    {
        var result = tun.ReadAtOnce(pieces);
        return result == -(int)LinuxError.EAGAIN || result == -(int)LinuxError.EINTR ? 0 : result;
    }

    /// <summary>Writes one frame. None, or why it was not taken: EIO says that the kernel's end is down.</summary>
    public static LinuxError WriteFrame(Descriptor tun, ReadOnlySpan<IoSegment> pieces)
    {
        var result = tun.WriteAtOnce(pieces);
        return result > 0 ? LinuxError.None : (LinuxError)(-result);
    }

    /// <summary>Why an interface cannot be had, and what would be right.</summary>
    public static string Explain(LinuxException exception, string name, TunKind kind)
    {
        var (word, mode) = kind == TunKind.Tap ? ("TAP", "tap") : ("TUN", "tun");
        return exception.Error switch
        {
            LinuxError.EPERM or LinuxError.EACCES =>
                $"Not permitted to open the {word} interface '{name}': run as root, give CAP_NET_ADMIN, or attach to a persistent one made with 'ip tuntap add dev {name} mode {mode} user NAME'.",
            LinuxError.ENOENT or LinuxError.ENODEV or LinuxError.ENXIO =>
                $"There is no {Path}: load the tun module ('modprobe tun'), or pass the device node into the container.",
            LinuxError.EBUSY => $"The {word} interface '{name}' is in use by another program; use another name.",
            LinuxError.EINVAL => $"'{name}' is an interface of another kind, has another number of queues, or the kernel cannot give it a virtio-net header; use another name.",
            _ => exception.Message,
        };
    }

    /// <summary>What the kernel may hand us (TUN_F_*): it hands over super-packets only together with partial checksums.</summary>
    public static uint OffloadBits(bool checksums, bool tcp, bool udp)
    {
        if (!checksums)
            return 0;
        return 0x1u | (tcp ? 0x2 | 0x4 | 0x8u : 0) | (tcp && udp ? 0x20 | 0x40u : 0);
    }

    /// <summary>Says which offloads (TUN_F_*) we take: partial checksums 1, TSO4 2, TSO6 4, ECN 8, USO4 0x20, USO6 0x40. False when the driver does not know them.</summary>
    public static bool TrySetOffloads(Descriptor tun, uint offloads) => LibC.Control(tun.Number, SetOffload, (void*)offloads) >= 0;

    /// <summary>Whether the interface sees a link. Kernels before 4.20 do not know it, which changes nothing else.</summary>
    public static void SetCarrier(Descriptor tap, bool carrier)
    {
        var value = carrier ? 1 : 0;
        _ = LibC.Control(tap.Number, SetCarrierCall, &value);
    }

    /// <summary>Whether the interface stays when the descriptor is closed.</summary>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static void SetPersistent(Descriptor tap, bool persistent) =>
        Platform.CheckResult(LibC.Control(tap.Number, SetPersistence, (void*)(persistent ? 1 : 0)), "TUNSETPERSIST");
}
