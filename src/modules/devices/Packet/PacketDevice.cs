using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Linux;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Devices.Packet;

/// <summary>An Ethernet device that takes part in an interface of the Linux kernel by a packet socket.</summary>
public sealed class PacketDevice : FrameDevice
{
    /// <summary>How often the kernel is asked what it has discarded: once in so many waits.</summary>
    private const int WaitsBetweenCounts = 64;

    /// <summary>How often it is looked whether an interface that is down is still there: its deletion is not told then.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private readonly int _interfaceIndex;
    private readonly PacketModule _module;
    private readonly WatchedDescriptor _watched;
    private readonly FrameBatch _batch;
    private readonly EthernetAddress _interfaceAddress;
    private int _waits;
    private bool _isDown;

    internal PacketDevice(string name, int interfaceIndex, PacketModule module, Descriptor socket, EthernetAddress interfaceAddress, int mtu, PacketOptions options)
        : base(name, DeviceType.Ethernet)
    {
        _interfaceIndex = interfaceIndex;
        _module = module;
        _watched = new WatchedDescriptor(socket);
        _batch = new FrameBatch(socket);
        _interfaceAddress = interfaceAddress;
        MaximumMtu = mtu;
        Mtu = mtu;
        HeaderLength = EthernetHeader.HeaderLength;
        Address = new LinkAddress(interfaceAddress);
        Flags = InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Simplex | InterfaceFlags.Link;
        Offloads = options.Offloads | DeviceOffloads.ScatterGather | DeviceOffloads.ReceiveChecksum | DeviceOffloads.ReceiveCoalescing;
        if (options.Address is { } address)
            SetAddress(new LinkAddress(address));
    }

    public override INetModule Module => _module;

    public override SocketError Up()
    {
        try
        {
            PacketSocket.Bind(_watched.Descriptor, _interfaceIndex, receives: true);
        }
        catch (LinuxException)
        {
            return SocketError.NetworkDown; // deleted meanwhile
        }

        return base.Up();
    }

    public override void Down()
    {
        base.Down();
        try
        {
            PacketSocket.Bind(_watched.Descriptor, _interfaceIndex, receives: false);
        }
        catch (LinuxException)
        {
            // Deleted: nothing comes from there any more.
        }
    }

    public override void Wait()
    {
        if (++_waits % WaitsBetweenCounts == 0)
            CountDrops();
        _watched.Wait(_isDown ? LookInterval : null);
    }

    public override void Wake() => _watched.Wake();

    /// <summary>An address that is not the interface's own is one more that it listens to.</summary>
    public override SocketError SetAddress(in LinkAddress address)
    {
        var wanted = address.Ethernet;
        if (!wanted.IsUnicast)
            return SocketError.InvalidArgument;
        if (wanted != _interfaceAddress && !Listen(PacketMembership.Unicast, address.Octets, true))
            return SocketError.OperationNotSupported;
        if (Address.Ethernet != _interfaceAddress)
            Listen(PacketMembership.Unicast, Address.Octets, false);
        return base.SetAddress(address);
    }

    public override SocketError SetPromiscuous(bool on) =>
        Listen(PacketMembership.Promiscuous, default, on) ? base.SetPromiscuous(on) : SocketError.AccessDenied;

    public override SocketError SetAllMulticast(bool on) =>
        Listen(PacketMembership.AllMulticast, default, on) ? base.SetAllMulticast(on) : SocketError.AccessDenied;

    public override SocketError AddMulticast(in NetAddress linkAddress) =>
        Listen(PacketMembership.Multicast, linkAddress.Octets, true) ? SocketError.Success : SocketError.NoBufferSpaceAvailable;

    public override SocketError RemoveMulticast(in NetAddress linkAddress)
    {
        Listen(PacketMembership.Multicast, linkAddress.Octets, false);
        return SocketError.Success;
    }

    public override void Close()
    {
        base.Close();
        _watched.Dispose();
        _batch.Dispose();
    }

    /// <summary>A deleted interface and one that went down are both told by ENETDOWN.</summary>
    protected override nint ReadFrame(ReadOnlySpan<IoVector> pieces)
    {
        var result = _watched.Descriptor.Read(MemoryMarshal.Cast<IoVector, IoSegment>(pieces));
        if (result >= 0)
        {
            _isDown = false;
            SetLink(true);
            return Math.Max(result, 1);
        }

        switch ((LinuxError)(-result))
        {
            case LinuxError.EAGAIN or LinuxError.EINTR:
                return !_isDown || PacketSocket.HasInterface(_watched.Descriptor, _interfaceIndex) ? 0 : -(int)LinuxError.ENETDOWN;
            case LinuxError.ENETDOWN when PacketSocket.HasInterface(_watched.Descriptor, _interfaceIndex):
                _isDown = true;
                SetLink(false);
                return 0;
            default:
                return result;
        }
    }

    protected override DropReason WriteFrame(ReadOnlySpan<IoVector> pieces)
    {
        var result = _watched.Descriptor.Write(MemoryMarshal.Cast<IoVector, IoSegment>(pieces));
        return result > 0 ? DropReason.None : FrameBatch.Reason((LinuxError)(-result));
    }

    /// <summary>Many frames by one call where there are many.</summary>
    protected override void WriteAll(ref BufferList frames)
    {
        while (frames.Count > 1)
        {
            while (!_batch.IsFull && frames.TryDequeue(out var frame))
            {
                if (_batch.TryAdd(frame))
                    continue;
                SendBatch();
                WriteOne(frame);
            }

            SendBatch();
        }

        base.WriteAll(ref frames);
    }

    private void SendBatch()
    {
        if (_batch.Count > 0)
            SetLink(_batch.Send(Statistics.SendDrops));
    }

    private bool Listen(PacketMembership membership, ReadOnlySpan<byte> address, bool joins) =>
        PacketSocket.SetMembership(_watched.Descriptor, _interfaceIndex, membership, address, joins);

    private void CountDrops()
    {
        for (int drops = PacketSocket.TakeDrops(_watched.Descriptor); drops > 0; drops--)
            Statistics.ReceiveDrops.Add(DropReason.QueueFull);
    }
}
