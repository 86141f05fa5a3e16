using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Linux;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Devices.Xdp;

/// <summary>An Ethernet device whose frames go by rings that are shared with the kernel (AF_XDP). It offloads nothing: every frame is as on the wire.</summary>
public sealed class XdpDevice : FrameDevice
{
    /// <summary>Octets of packet that a frame of AF_XDP holds.</summary>
    public const int LargestMtu = XdpSocket.LongestFrame - EthernetHeader.HeaderLength;

    private readonly XdpModule _module;
    private readonly XdpSocket _socket;
    private readonly WatchedDescriptor _watched;

    internal XdpDevice(string name, XdpModule module, XdpSocket socket, EthernetAddress address, int mtu)
        : base(name, DeviceType.Ethernet)
    {
        _module = module;
        _socket = socket;
        _watched = new WatchedDescriptor(socket.Descriptor);
        MaximumMtu = mtu;
        Mtu = mtu;
        HeaderLength = EthernetHeader.HeaderLength;
        Address = new LinkAddress(address);
        Flags = InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Simplex | InterfaceFlags.Link;
        Offloads = DeviceOffloads.ScatterGather;
    }

    public override INetModule Module => _module;

    public override void Wait() => _watched.Wait();

    public override void Wake() => _watched.Wake();

    /// <summary>The interface has one address, and hears no other.</summary>
    public override SocketError SetAddress(in LinkAddress address) => address == Address ? SocketError.Success : SocketError.OperationNotSupported;

    public override void Close()
    {
        base.Close();
        _watched.Dispose();
        _socket.Dispose();
    }

    /// <summary>There is no virtio-net header: ours says nothing.</summary>
    protected override unsafe nint ReadFrame(ReadOnlySpan<IoVector> pieces)
    {
        int length = _socket.Receive(MemoryMarshal.Cast<IoVector, IoSegment>(pieces[1..]));
        if (length == 0)
            return 0;
        new Span<byte>((void*)pieces[0].Base, (int)pieces[0].Length).Clear();
        return length + VirtualHeader.Length;
    }

    protected override DropReason WriteFrame(ReadOnlySpan<IoVector> pieces)
    {
        switch (_socket.Send(MemoryMarshal.Cast<IoVector, IoSegment>(pieces[1..])))
        {
            case LinuxError.None:
                return DropReason.None;
            case LinuxError.EMSGSIZE:
                return DropReason.TooBig;
            default:
                _socket.Kick();
                return DropReason.QueueFull;
        }
    }

    /// <summary>The kernel is told once of many.</summary>
    protected override void WriteAll(ref BufferList frames)
    {
        base.WriteAll(ref frames);
        if (_socket.Kick() is LinuxError.ENETDOWN or LinuxError.ENXIO)
            SetLink(false);
    }
}
