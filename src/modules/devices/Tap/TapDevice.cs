using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Linux;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Devices.Tap;

/// <summary>An Ethernet device whose other end is an interface of the Linux kernel.</summary>
public sealed partial class TapDevice : NetDevice, IPolledDevice
{
    /// <summary>The largest frame that the kernel takes is 65535 octets.</summary>
    private const int LargestMtu = 65535 - EthernetHeader.HeaderLength;

    private const int TransmitLimit = 4096;

    private readonly string _interfaceName;
    private readonly TapModule _module;
    private readonly Descriptor _descriptor;
    private readonly WakeUp _wakeUp = new();
    private readonly TransmitQueue _queue = new(TransmitLimit);
    private readonly LinkOperation _linkOperation;
    private volatile bool _up;
    private volatile bool _linkUp = true;

    internal TapDevice(string name, string interfaceName, TapModule module, Descriptor descriptor, EthernetAddress address, DeviceOffloads offloads)
        : base(name, DeviceType.Ethernet)
    {
        _interfaceName = interfaceName;
        _module = module;
        _descriptor = descriptor;
        _linkOperation = new LinkOperation(this);
        MaximumMtu = LargestMtu;
        HeaderLength = EthernetHeader.HeaderLength;
        Address = new LinkAddress(address);
        Flags = InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Simplex | InterfaceFlags.Link;
        Offloads = offloads | DeviceOffloads.ScatterGather;
        TunDescriptor.SetOffloads(descriptor, TunOffloads(offloads));
        TunDescriptor.SetCarrier(descriptor, false);
    }

    public override INetModule Module => _module;

    public override SocketError Up()
    {
        _up = true;
        TunDescriptor.SetCarrier(_descriptor, true);
        return SocketError.Success;
    }

    /// <summary>The kernel sees its cable pulled, and does not keep for later what it cannot send now.</summary>
    public override void Down()
    {
        _up = false;
        TunDescriptor.SetCarrier(_descriptor, false);
        _queue.FreeAll();
    }

    public override void Send(NetBuffer buffer)
    {
        var stack = Sink.Stack;
        if (!_up)
            stack.Drop(buffer, DropReason.DeviceDown);
        else if (!buffer.IsSuperPacket && buffer.Size > Mtu + HeaderLength)
            stack.Drop(buffer, DropReason.TooBig);
        else if (_queue.TryEnqueue(buffer))
            stack.FlushLater(this);
        else
            stack.Drop(buffer, DropReason.QueueFull);
    }

    /// <summary>Sets the MTU of both ends; of the kernel's only where it is still in our network namespace and we may.</summary>
    public override SocketError SetMtu(int mtu)
    {
        var result = base.SetMtu(mtu);
        if (result != SocketError.Success)
            return result;
        try
        {
            LinuxInterface.SetMtu(_interfaceName, mtu);
        }
        catch (LinuxException)
        {
            // Somebody else administers that end.
        }

        return result;
    }

    public override SocketError SetAddress(in LinkAddress address)
    {
        if (!address.Ethernet.IsUnicast)
            return SocketError.InvalidArgument;
        Address = new LinkAddress(address.Octets);
        return SocketError.Success;
    }

    public override void Close()
    {
        _up = false;
        _queue.FreeAll();
        _descriptor.Dispose();
        _wakeUp.Dispose();
    }

    /// <summary>What the kernel may hand us: it hands over super-packets only together with partial checksums.</summary>
    private static uint TunOffloads(DeviceOffloads offloads)
    {
        if ((offloads & DeviceOffloads.ReceiveChecksum) == 0)
            return 0;
        return (offloads & DeviceOffloads.ReceiveCoalescing) == 0 ? 0x1u : 0x1 | 0x2 | 0x4 | 0x8;
    }

    /// <summary>Called outside the stack when a write tells how the kernel's end is.</summary>
    private void SetLink(bool up)
    {
        if (_linkUp == up)
            return;
        _linkUp = up;
        Sink.Stack.Post(_linkOperation);
    }

    /// <summary>Flags change inside the stack only.</summary>
    private sealed class LinkOperation(TapDevice device) : StackOperation
    {
        protected override void Run()
        {
            device.Flags = device._linkUp ? device.Flags | InterfaceFlags.Link : device.Flags & ~InterfaceFlags.Link;
            device.Sink.LinkChanged();
        }
    }
}
