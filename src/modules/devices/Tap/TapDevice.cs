using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Linux;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Devices.Tap;

/// <summary>An Ethernet device whose other end is an interface of the Linux kernel.</summary>
public sealed class TapDevice : FrameDevice
{
    /// <summary>The largest frame that the kernel takes is 65535 octets.</summary>
    private const int LargestMtu = 65535 - EthernetHeader.HeaderLength;

    private readonly string _interfaceName;
    private readonly TapModule _module;
    private readonly WatchedDescriptor _watched;
    private readonly Descriptor _descriptor;
    private readonly DeviceOffloads _offloads;

    internal TapDevice(string name, string interfaceName, TapModule module, Descriptor descriptor, EthernetAddress address, DeviceOffloads offloads)
        : base(name, DeviceType.Ethernet)
    {
        _interfaceName = interfaceName;
        _module = module;
        _descriptor = descriptor;
        _watched = new WatchedDescriptor(descriptor);
        MaximumMtu = LargestMtu;
        HeaderLength = EthernetHeader.HeaderLength;
        Address = new LinkAddress(address);
        Flags = InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Simplex | InterfaceFlags.Link;
        _offloads = offloads;
        SetOffload(on: true);
        TunDescriptor.SetCarrier(descriptor, false);
    }

    public override INetModule Module => _module;

    public override SocketError Up()
    {
        TunDescriptor.SetCarrier(_descriptor, true);
        return base.Up();
    }

    /// <summary>The kernel sees its cable pulled, and does not keep for later what it cannot send now.</summary>
    public override void Down()
    {
        TunDescriptor.SetCarrier(_descriptor, false);
        base.Down();
    }

    public override void Wait() => _watched.Wait();

    public override void Wake() => _watched.Wake();

    /// <summary>Sets the MTU of both ends; of the kernel's only where it is still in our network namespace and we may.</summary>
    public override SocketError SetMtu(int mtu)
    {
        var result = base.SetMtu(mtu);
        if (result == SocketError.Success)
            LinuxInterface.TrySetMtu(_interfaceName, mtu);
        return result;
    }

    /// <summary>From the next frame on, in both directions. A kernel that does not know of UDP segmentation (before 6.2) does without.</summary>
    public override SocketError SetOffload(bool on)
    {
        Offloads = (on ? _offloads : DeviceOffloads.None) | DeviceOffloads.ScatterGather;
        bool checksums = Has(DeviceOffloads.ReceiveChecksum), coalescing = Has(DeviceOffloads.ReceiveCoalescing);
        if (Has(DeviceOffloads.UdpSegmentation) && TunDescriptor.TrySetOffloads(_descriptor, TunDescriptor.OffloadBits(checksums, coalescing, true)))
            return SocketError.Success;
        Offloads &= ~DeviceOffloads.UdpSegmentation;
        TunDescriptor.TrySetOffloads(_descriptor, TunDescriptor.OffloadBits(checksums, coalescing, false));
        return SocketError.Success;
    }

    public override void Close()
    {
        base.Close();
        _watched.Dispose();
    }

    protected override nint ReadFrame(ReadOnlySpan<IoVector> pieces) => TunDescriptor.ReadFrame(_descriptor, MemoryMarshal.Cast<IoVector, IoSegment>(pieces));

    protected override DropReason WriteFrame(ReadOnlySpan<IoVector> pieces) => TunDescriptor.WriteFrame(_descriptor, MemoryMarshal.Cast<IoVector, IoSegment>(pieces)) switch
    {
        LinuxError.None => DropReason.None,
        LinuxError.EIO => DropReason.LinkDown, // the kernel's end is down
        LinuxError.EAGAIN or LinuxError.ENOBUFS or LinuxError.EINTR => DropReason.QueueFull,
        _ => DropReason.DeviceError,
    };

    private bool Has(DeviceOffloads offload) => (Offloads & offload) != 0;
}
