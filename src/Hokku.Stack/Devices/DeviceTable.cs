using System.Net.Sockets;
using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>
/// The devices of a stack, by name and index. A device is made by the module whose prefix its name has when its first user comes, shared by
/// all, and closed when the last one goes.
/// </summary>
internal sealed partial class DeviceTable(INetStack stack, IModuleSource modules)
{
    /// <summary>More than any host has.</summary>
    private const int Limit = 4096;

    private readonly List<NetDevice> _devices = [];

    // By index, 0 unused.
    private DevicePort?[] _ports = new DevicePort?[4];
    private DevicePort[] _closing = [];
    private LoopQueue? _looped;

    public INetStack Stack { get; } = stack;

    public IReadOnlyList<NetDevice> Devices => _devices;

    /// <summary>Who watches all devices, and the packets without one.</summary>
    public MonitorList Monitors { get; } = new();

    /// <summary>What the stack sends to itself.</summary>
    public LoopQueue Looped => _looped ??= new LoopQueue(Stack, this);

    /// <summary>What is to be done when a device is gone; set by the interface table.</summary>
    public Action<NetDevice>? Gone { get; set; }

    /// <summary>Why the last device could not be made, in words.</summary>
    public string? LastError { get; private set; }

    public DevicePort? Get(int index)
    {
        return (uint)index < (uint)_ports.Length ? _ports[index] : null;
    }

    /// <exception cref="InvalidOperationException">The device is not one of this stack.</exception>
    public DevicePort Get(NetDevice device) => Get(device.Index) is { } port && port.Device == device
        ? port
        : throw new InvalidOperationException($"The device {device.Name} is not one of this stack.");

    /// <summary>Which of a host's stacks this one is.</summary>
    public HostPlace? OwnPlace { get; init; }

    /// <summary>The port of that name, for threads outside the stack.</summary>
    public DevicePort? FindFromOutside(string name)
    {
        foreach (var port in Volatile.Read(ref _ports))
        {
            if (port is not null && port.Device.Name == name)
                return port;
        }

        return null;
    }

    public DevicePort? Find(string name)
    {
        var device = _devices.Find(d => d.Name == name);
        return device is null ? null : Get(device.Index);
    }

    /// <summary>
    /// The device of that name for one more user; made when there is none. TypeNotFound when no module drives such a name,
    /// NotInitialized when its module refuses it; <see cref="LastError"/> says why.
    /// </summary>
    public SocketError Acquire(string name, out DevicePort? port)
    {
        port = Find(name);
        if (port is null)
        {
            var result = Create(name, out port);
            if (result != SocketError.Success)
                return result;
        }

        port!.Users++;
        return SocketError.Success;
    }

    public void Release(DevicePort port)
    {
        if (--port.Users > 0)
            return;
        port.Happened(DeviceEvent.BeingRemoved);
        _devices.Remove(port.Device);
        _closing = [.. _closing, port];
        port.Close();
    }

    /// <summary>The stack ends: nothing that waits is delivered any more. The devices have gone with their interfaces.</summary>
    public void Clear() => Looped.FreeAll();

    /// <summary>Outside the stack: waits for the threads of devices that are being closed.</summary>
    public void Join()
    {
        foreach (var port in Volatile.Read(ref _closing))
            port.Join();
    }

    internal void LinkChanged(DevicePort port)
    {
        foreach (var netInterface in Stack.Interfaces)
        {
            if (netInterface.Device == port.Device)
                Stack.Notifications.Publish(new(StackEvent.LinkChanged, netInterface.Name));
        }
    }

    internal void DeviceGone(DevicePort port)
    {
        if (!_devices.Contains(port.Device))
            return;
        Stack.Notifications.Publish(new(StackEvent.DeviceRemoved, port.Device.Name));
        Gone?.Invoke(port.Device);
    }

    internal void Closed(DevicePort port)
    {
        _ports[port.Device.Index] = null;
        _closing = Array.FindAll(_closing, p => p != port);
        modules.Release(port.Module, User(port.Device.Name));
    }

    private SocketError Create(string name, out DevicePort? port)
    {
        port = null;
        int index = FreeIndex();
        if (index > Limit)
            return SocketError.NoBufferSpaceAvailable;
        var module = modules.AcquireDevice(name, User(name));
        if (module is null)
        {
            LastError = $"No module drives a device named '{name}'.";
            return SocketError.TypeNotFound;
        }

        var device = module.CreateDevice(name, out string? error);
        if (device is null)
        {
            LastError = error;
            modules.Release(module, User(name));
            return SocketError.NotInitialized;
        }

        LastError = null;
        device.Index = index;
        port = new DevicePort(this, device, module);
        _devices.Add(device);
        Place(index, port);
        return SocketError.Success;
    }

    private int FreeIndex()
    {
        int index = 1;
        while (Get(index) is not null)
            index++;
        return index;
    }

    private void Place(int index, DevicePort port)
    {
        if (index >= _ports.Length)
        {
            var larger = new DevicePort?[_ports.Length * 2];
            _ports.CopyTo(larger, 0);
            _ports = larger;
        }

        _ports[index] = port;
    }

    private static string User(string device) => $"device {device}";
}
