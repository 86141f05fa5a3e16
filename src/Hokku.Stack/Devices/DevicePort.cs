using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// A device as the stack keeps it: who uses it, who takes its frames, who watches it. Haiku's net_device_interface. What comes up
/// is in DevicePort.Receive.cs, what goes down in DevicePort.Flush.cs.
/// </summary>
internal sealed partial class DevicePort : IDeviceSink
{
    private readonly DeviceTable _table;
    private readonly Dictionary<NetAddress, int> _groups = [];
    private readonly FrameHandlerTable _handlers = new();
    private readonly DeviceLoop? _loop;
    private IDeframer? _deframer;
    private int _deframerUsers;
    private int _upUsers;
    private int _promiscuousUsers;
    private int _allMulticastUsers;

    public DevicePort(DeviceTable table, NetDevice device, IDeviceModule module)
    {
        _table = table;
        Device = device;
        Module = module;
        _delivery = new Delivery(this);
        _announcement = new Announcement(this);
        _removal = new Removal(this);
        _takeOver = new TakingOver(this);
        _closing = new Closing(this);
        device.Sink = this;
        if (device is IPolledDevice polled)
            _loop = new DeviceLoop(this, polled);
    }

    public NetDevice Device { get; }

    public IDeviceModule Module { get; }

    public INetStack Stack => _table.Stack;

    /// <summary>How many interfaces use the device.</summary>
    public int Users { get; set; }

    public bool IsUp => _upUsers > 0;

    /// <summary>Who watches this device.</summary>
    public MonitorList Monitors { get; } = new();

    /// <summary>An interface goes up: the first one takes the device with it.</summary>
    public SocketError Up()
    {
        if (_upUsers == 0)
        {
            Happened(DeviceEvent.GoingUp);
            var result = Device.Up();
            if (result != SocketError.Success)
                return result;
            _loop?.Start();
        }

        _upUsers++;
        return SocketError.Success;
    }

    /// <summary>An interface went down: the last one takes the device with it.</summary>
    public void Down()
    {
        if (_upUsers == 0 || --_upUsers > 0)
            return;
        Happened(DeviceEvent.GoingDown);
        _loop?.Stop();
        Device.Down();
    }

    /// <exception cref="InvalidOperationException">The device has another deframer.</exception>
    public void RegisterDeframer(IDeframer deframer)
    {
        if (_deframer is not null && _deframer != deframer)
            throw new InvalidOperationException($"The device {Device.Name} has another deframer already.");
        _deframer = deframer;
        _deframerUsers++;
    }

    public void UnregisterDeframer()
    {
        if (_deframerUsers > 0 && --_deframerUsers == 0)
            _deframer = null;
    }

    /// <exception cref="InvalidOperationException">The type has another handler.</exception>
    public void RegisterHandler(ushort frameType, IFrameHandler handler) => _handlers.Register(frameType, handler);

    /// <exception cref="InvalidOperationException">The type has another handler.</exception>
    public void RegisterDomainHandler(ushort frameType, NetFamily family) => _handlers.Register(frameType, new DomainFrameHandler(Stack, family));

    public void UnregisterHandler(ushort frameType) => _handlers.Unregister(frameType);

    /// <summary>Counts who wants every frame.</summary>
    public SocketError SetPromiscuous(bool on)
    {
        int users = _promiscuousUsers + (on ? 1 : -1);
        var result = (users > 0) == (_promiscuousUsers > 0) ? SocketError.Success : Device.SetPromiscuous(on);
        if (result == SocketError.Success)
            _promiscuousUsers = users;
        return result;
    }

    /// <summary>Counts who wants every multicast frame.</summary>
    public SocketError SetAllMulticast(bool on)
    {
        int users = _allMulticastUsers + (on ? 1 : -1);
        var result = (users > 0) == (_allMulticastUsers > 0) ? SocketError.Success : Device.SetAllMulticast(on);
        if (result == SocketError.Success)
            _allMulticastUsers = users;
        return result;
    }

    /// <summary>Counts who listens to a group of the link; the device is told of the first.</summary>
    public SocketError JoinMulticast(in NetAddress group)
    {
        _groups.TryGetValue(group, out int members);
        var result = members > 0 ? SocketError.Success : Device.AddMulticast(group);
        if (result == SocketError.Success)
            _groups[group] = members + 1;
        return result;
    }

    public SocketError LeaveMulticast(in NetAddress group)
    {
        if (!_groups.TryGetValue(group, out int members))
            return SocketError.AddressNotAvailable;
        if (members > 1)
        {
            _groups[group] = members - 1;
            return SocketError.Success;
        }

        _groups.Remove(group);
        return Device.RemoveMulticast(group);
    }

    /// <summary>Shows a packet to those who watch.</summary>
    public void Seen(NetBuffer buffer, PacketDirection direction)
    {
        Monitors.Seen(Device, buffer, direction);
        _table.Monitors.Seen(Device, buffer, direction);
    }

    public void Happened(DeviceEvent deviceEvent)
    {
        Monitors.Happened(Device, deviceEvent);
        _table.Monitors.Happened(Device, deviceEvent);
    }
}
