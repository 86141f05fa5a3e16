using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Linux;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Devices.Tun;

/// <summary>A tunnel whose other end is an interface of the Linux kernel: each frame is a packet of IP.</summary>
public sealed class TunDevice : FrameDevice
{
    private const int LargestMtu = 65535;

    private readonly string _interfaceName;
    private readonly TunModule _module;
    private readonly WatchedDescriptor _watched;
    private readonly DeviceOffloads _offloads;

    internal TunDevice(string name, string interfaceName, TunModule module, Descriptor descriptor, DeviceOffloads offloads)
        : base(name, DeviceType.Tunnel)
    {
        _interfaceName = interfaceName;
        _module = module;
        _watched = new WatchedDescriptor(descriptor);
        MaximumMtu = LargestMtu;
        Flags = InterfaceFlags.PointToPoint | InterfaceFlags.Multicast | InterfaceFlags.Simplex | InterfaceFlags.Link;
        _offloads = offloads;
        SetOffload(on: true);
        TunDescriptor.SetCarrier(descriptor, false);
    }

    public override INetModule Module => _module;

    public override SocketError Up()
    {
        TunDescriptor.SetCarrier(_watched.Descriptor, true);
        return base.Up();
    }

    /// <summary>The kernel sees its cable pulled, and does not keep for later what it cannot send now.</summary>
    public override void Down()
    {
        TunDescriptor.SetCarrier(_watched.Descriptor, false);
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

    public override void Close()
    {
        base.Close();
        _watched.Dispose();
    }

    protected override nint ReadFrame(ReadOnlySpan<IoVector> pieces) => TunDescriptor.ReadFrame(_watched.Descriptor, MemoryMarshal.Cast<IoVector, IoSegment>(pieces));

    protected override DropReason WriteFrame(ReadOnlySpan<IoVector> pieces) => TunDescriptor.WriteFrame(_watched.Descriptor, MemoryMarshal.Cast<IoVector, IoSegment>(pieces)) switch
    {
        LinuxError.None => DropReason.None,
        LinuxError.EIO => DropReason.LinkDown, // the kernel's end is down
        LinuxError.EAGAIN or LinuxError.ENOBUFS or LinuxError.EINTR => DropReason.QueueFull,
        _ => DropReason.DeviceError,
    };

    /// <summary>From the next packet on, in both directions. A kernel that does not know of UDP segmentation (before 6.2) does without.</summary>
    public override SocketError SetOffload(bool on)
    {
        Offloads = (on ? _offloads : DeviceOffloads.None) | DeviceOffloads.ScatterGather;
        bool checksums = Has(DeviceOffloads.ReceiveChecksum), coalescing = Has(DeviceOffloads.ReceiveCoalescing);
        if (Has(DeviceOffloads.UdpSegmentation) && TunDescriptor.TrySetOffloads(_watched.Descriptor, TunDescriptor.OffloadBits(checksums, coalescing, true)))
            return SocketError.Success;
        Offloads &= ~DeviceOffloads.UdpSegmentation;
        TunDescriptor.TrySetOffloads(_watched.Descriptor, TunDescriptor.OffloadBits(checksums, coalescing, false));
        return SocketError.Success;
    }

    private bool Has(DeviceOffloads offload) => (Offloads & offload) != 0;
}
