using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>
/// The last link of every interface's chain: hands frames to the device, does in software what the device cannot, and performs what the
/// links above pass down. It knows no protocol: what it needs of one it asks of the <see cref="IOffload"/> that was registered.
/// </summary>
internal sealed class DeviceBridge(INetStack stack, InterfaceTable interfaces, NetInterface netInterface) : DatalinkProtocol(netInterface)
{
    private readonly DevicePort _port = netInterface.Port;
    private readonly NetDevice _device = netInterface.Device;

    public override INetModule? Module => null;

    public override SocketError Send(NetBuffer buffer)
    {
        buffer.InterfaceIndex = netInterface.Index;
        if (!netInterface.IsUp)
        {
            stack.Drop(buffer, DropReason.InterfaceDown);
            return SocketError.NetworkDown;
        }

        if (buffer.IsSuperPacket && (_device.Offloads & Segmentation(buffer.SegmentKind)) == 0)
            return new SoftwareSegmentation(stack, netInterface, buffer).Send(this);
        int packet = buffer.NetworkLength > 0 ? buffer.NetworkLength : buffer.Size - _device.HeaderLength;
        if (packet > netInterface.Mtu && !buffer.IsSuperPacket)
        {
            stack.Drop(buffer, DropReason.TooBig);
            return SocketError.MessageSize;
        }

        if ((buffer.Flags & BufferFlags.TransportChecksumNeeded) != 0 && (_device.Offloads & DeviceOffloads.SendChecksum) == 0)
            stack.GetOffload(netInterface.Domain.Family, buffer.Protocol)?.FillChecksum(buffer);
        Transmit(buffer);
        return SocketError.Success;
    }

    public override SocketError Up()
    {
        if (netInterface.IsUp)
            return SocketError.Success;
        var result = _port.Up();
        if (result == SocketError.Success)
            netInterface.MarkUp(true);
        return result;
    }

    public override void Down()
    {
        if (!netInterface.IsUp)
            return;
        netInterface.MarkUp(false);
        _port.Down();
    }

    public override SocketError ChangeAddress(InterfaceAddress? old, InterfaceAddress? @new)
    {
        interfaces.Perform(netInterface, old, @new);
        return SocketError.Success;
    }

    public override SocketError Control(DriverCommand command, Span<byte> argument, out int length) => _device.Control(command, argument, out length);

    public override SocketError JoinMulticast(in NetAddress group) => _port.JoinMulticast(group);

    public override SocketError LeaveMulticast(in NetAddress group) => _port.LeaveMulticast(group);

    // Counted before it is given away: the device owns the buffer from then on.
    private void Transmit(NetBuffer buffer)
    {
        Count(netInterface.Statistics, buffer);
        Count(_device.Statistics, buffer);
        _port.Seen(buffer, PacketDirection.Sent);
        _device.Send(buffer);
    }

    private static void Count(InterfaceStatistics statistics, NetBuffer buffer)
    {
        statistics.SentPackets++;
        statistics.SentOctets += buffer.Size;
        if ((buffer.Flags & BufferFlags.Multicast) != 0)
            statistics.SentMulticasts++;
    }

    private static DeviceOffloads Segmentation(SegmentKind kind) => kind switch
    {
        SegmentKind.Tcp4 => DeviceOffloads.TcpSegmentation4,
        SegmentKind.Tcp6 => DeviceOffloads.TcpSegmentation6,
        SegmentKind.Udp => DeviceOffloads.UdpSegmentation,
        _ => DeviceOffloads.None,
    };
}
