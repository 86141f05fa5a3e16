using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Devices.Loopback;

/// <summary>A device whose packets come back to the same stack (RFC 1122, 3.2.1.3). They never leave memory, so it offers every offload.</summary>
public sealed class LoopbackDevice : NetDevice
{
    /// <summary>The MTU of a new loopback device: an IPv4 packet of any size fits.</summary>
    public const int DefaultMtu = 65536;

    private readonly LoopbackModule _module;
    private bool _up;

    public LoopbackDevice(string name, LoopbackModule module)
        : base(name, DeviceType.Loopback)
    {
        _module = module;
        Mtu = MaximumMtu = DefaultMtu;
        Flags = InterfaceFlags.Loopback | InterfaceFlags.Multicast | InterfaceFlags.Link;
        Offloads = DeviceOffloads.SendChecksum | DeviceOffloads.ReceiveChecksum | DeviceOffloads.TcpSegmentation4 | DeviceOffloads.TcpSegmentation6
            | DeviceOffloads.UdpSegmentation | DeviceOffloads.ReceiveCoalescing | DeviceOffloads.ScatterGather;
    }

    public override INetModule Module => _module;

    public override SocketError Up()
    {
        _up = true;
        return SocketError.Success;
    }

    public override void Down() => _up = false;

    public override void Send(NetBuffer buffer)
    {
        var stack = Sink.Stack;
        if (!_up)
        {
            stack.Drop(buffer, DropReason.DeviceDown);
            return;
        }

        // The octets never leave this machine: there is nothing that a checksum could protect.
        buffer.Flags = (buffer.Flags & ~BufferFlags.TransportChecksumNeeded)
            | BufferFlags.Looped | BufferFlags.NetworkChecksumValid | BufferFlags.TransportChecksumValid;
        stack.Loop(this, buffer);
    }

    public override void Flush()
    {
    }

    public override void Close()
    {
    }
}
