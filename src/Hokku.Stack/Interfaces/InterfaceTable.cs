using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>
/// The interfaces of a stack: made on (domain, device), taken up and down, removed. What happens to their addresses is in
/// InterfaceTable.Addresses.cs.
/// </summary>
internal sealed partial class InterfaceTable
{
    /// <summary>More than any host has.</summary>
    private const int Limit = 4096;

    private readonly INetStack _stack;
    private readonly IModuleSource _modules;
    private readonly DeviceTable _devices;
    private readonly List<NetInterface> _interfaces = [];
    private readonly Dictionary<int, NetInterface> _byIndex = [];
    private readonly Dictionary<int, Holding> _holdings = [];
    private int _lastIndex;

    public InterfaceTable(INetStack stack, IModuleSource modules, DeviceTable devices)
    {
        _stack = stack;
        _modules = modules;
        _devices = devices;
        devices.Gone = RemoveAll;
    }

    public IReadOnlyList<NetInterface> Interfaces => _interfaces;

    /// <summary>Called when an interface was made.</summary>
    public Action? Added { get; set; }

    /// <summary>Called when an interface is gone altogether.</summary>
    public Action? Removed { get; set; }

    public NetInterface? Get(int index) => _byIndex.GetValueOrDefault(index);

    /// <summary>The interface of that name; of the family where one is given: interfaces of several domains share their device's name.</summary>
    public NetInterface? Find(string name, NetFamily family = NetFamily.Unspecified) =>
        _interfaces.Find(i => i.Name == name && (family == NetFamily.Unspecified || i.Domain.Family == family));

    /// <summary>
    /// Makes an interface. The name is its device's, with ":1" and so on for further ones of the domain; a device's name alone stands for the first
    /// such name that is free.
    /// </summary>
    /// <returns>
    /// AddressFamilyNotSupported without such a domain, ProtocolNotSupported without a chain for the device's type, AddressAlreadyInUse when the name is taken,
    /// and what <see cref="DeviceTable.Acquire"/> answers.
    /// </returns>
    public SocketError Create(string name, NetFamily family, out NetInterface? created)
    {
        created = null;
        if (name.Length == 0)
            return SocketError.InvalidArgument;
        if (_interfaces.Count >= Limit)
            return SocketError.NoBufferSpaceAvailable;
        string deviceName = InterfaceName.Device(name);
        if (name != deviceName && Find(name, family) is not null)
            return SocketError.AddressAlreadyInUse;
        name = name == deviceName ? FirstFree(deviceName, family) : name;
        var holding = new Holding(_modules, $"interface {name}");
        var result = holding.AcquireDomain(family);
        if (result == SocketError.Success)
            result = _devices.Acquire(deviceName, out holding.Port);
        if (result == SocketError.Success)
            result = holding.AcquireChain(family, holding.Port!.Device.Type);
        if (result == SocketError.Success)
            result = Build(name, family, holding, out created);
        if (result != SocketError.Success)
            holding.Release(_devices);
        return result;
    }

    public SocketError Up(NetInterface netInterface)
    {
        if (netInterface.IsUp)
            return SocketError.Success;
        var result = netInterface.Chain.Up();
        if (result != SocketError.Success)
        {
            // Where a link above the bridge has refused, the bridge is up already.
            netInterface.Links[^1].Down();
            return result;
        }

        Changed(netInterface);
        netInterface.Domain.Protocol.InterfaceUp(netInterface);
        return SocketError.Success;
    }

    public void Down(NetInterface netInterface)
    {
        if (!netInterface.IsUp)
            return;
        netInterface.Chain.Down();
        Changed(netInterface);
    }

    /// <summary>Flags, MTU or metric have changed: routes are chosen anew, and who asked is told.</summary>
    public void Changed(NetInterface netInterface)
    {
        netInterface.Domain.Routes.InterfaceChanged(netInterface);
        _stack.Notifications.Publish(new(StackEvent.InterfaceChanged, netInterface.Name));
    }

    public void Remove(NetInterface netInterface)
    {
        Down(netInterface);
        foreach (var group in netInterface.CommandedGroups)
            netInterface.LinkFor(group).LeaveMulticast(group);
        for (int i = netInterface.Addresses.Count - 1; i >= 0; i--)
            RemoveAddress(netInterface, netInterface.Addresses[i]);
        foreach (var route in netInterface.Domain.Routes.RemoveAll(netInterface))
            Publish(StackEvent.RouteRemoved, route);
        foreach (var link in netInterface.Links)
            link.Detach();
        SetReceiveFlags(netInterface, netInterface.OwnFlags & ~(InterfaceFlags.Promiscuous | InterfaceFlags.AllMulticast));
        _interfaces.Remove(netInterface);
        _byIndex.Remove(netInterface.Index);
        netInterface.Domain.InterfaceList.Remove(netInterface);
        _stack.Notifications.Publish(new(StackEvent.InterfaceRemoved, netInterface.Name));
        if (_holdings.Remove(netInterface.Index, out var holding))
            holding.Release(_devices);
        Removed?.Invoke();
    }

    /// <summary>The stack ends.</summary>
    public void Clear()
    {
        while (_interfaces.Count > 0)
            Remove(_interfaces[^1]);
    }

    /// <summary>Removes the interfaces of a device, the youngest first.</summary>
    public void RemoveAll(NetDevice device)
    {
        for (int i = _interfaces.Count - 1; i >= 0; i--)
        {
            if (i < _interfaces.Count && _interfaces[i].Device == device)
                Remove(_interfaces[i]);
        }
    }

    /// <summary>Sets the flags that may be set, except Up; those of the device are counted there.</summary>
    public SocketError SetReceiveFlags(NetInterface netInterface, InterfaceFlags flags)
    {
        var changed = netInterface.OwnFlags ^ flags;
        if ((changed & InterfaceFlags.Promiscuous) != 0)
        {
            var result = netInterface.Port.SetPromiscuous((flags & InterfaceFlags.Promiscuous) != 0);
            if (result != SocketError.Success)
                return result;
            netInterface.OwnFlags ^= InterfaceFlags.Promiscuous;
        }

        if ((changed & InterfaceFlags.AllMulticast) != 0)
        {
            var result = netInterface.Port.SetAllMulticast((flags & InterfaceFlags.AllMulticast) != 0);
            if (result != SocketError.Success)
                return result;
            netInterface.OwnFlags ^= InterfaceFlags.AllMulticast;
        }

        return SocketError.Success;
    }

    private SocketError Build(string name, NetFamily family, Holding holding, out NetInterface? built)
    {
        built = null;
        if (_stack.GetDomain(family) is not NetDomain domain)
            return SocketError.AddressFamilyNotSupported;
        var made = new NetInterface(name, ++_lastIndex, domain, holding.Port!);
        var links = holding.Chain.Select(module => module.CreateProtocol(made)).Append(new DeviceBridge(_stack, this, made)).ToArray();
        for (int i = 0; i < links.Length - 1; i++)
            links[i].Next = links[i + 1];
        made.Links = links;
        if (!TryAttach(links))
            return SocketError.OperationNotSupported;
        _interfaces.Add(made);
        _byIndex.Add(made.Index, made);
        _holdings.Add(made.Index, holding);
        domain.InterfaceList.Add(made);
        built = made;
        _stack.Notifications.Publish(new(StackEvent.InterfaceAdded, name));
        Added?.Invoke();
        return SocketError.Success;
    }

    // Another chain may have registered another deframer or handler with the device: then this family cannot be on it.
    private static bool TryAttach(DatalinkProtocol[] links)
    {
        int attached = 0;
        try
        {
            for (; attached < links.Length; attached++)
                links[attached].Attach();
            return true;
        }
        catch (InvalidOperationException)
        {
            while (attached-- > 0)
                links[attached].Detach();
            return false;
        }
    }

    private string FirstFree(string deviceName, NetFamily family)
    {
        string name = deviceName;
        for (int number = 1; Find(name, family) is not null; number++)
            name = InterfaceName.Make(deviceName, number);
        return name;
    }

    /// <summary>What an interface holds and gives back when it goes.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "The port is the device table's.")]
    private sealed class Holding(IModuleSource modules, string user)
    {
        public DevicePort? Port;
        private INetModule? _domain;

        public IReadOnlyList<IDatalinkModule> Chain { get; private set; } = [];

        public SocketError AcquireDomain(NetFamily family)
        {
            _domain = modules.AcquireDomain(family, user);
            return _domain is null ? SocketError.AddressFamilyNotSupported : SocketError.Success;
        }

        public SocketError AcquireChain(NetFamily family, DeviceType type)
        {
            var chain = modules.AcquireChain(family, type, user);
            if (chain is null)
                return SocketError.ProtocolNotSupported;
            Chain = chain;
            return SocketError.Success;
        }

        public void Release(DeviceTable devices)
        {
            foreach (var module in Chain)
                modules.Release(module, user);
            if (Port is not null)
                devices.Release(Port);
            if (_domain is not null)
                modules.Release(_domain, user);
        }
    }
}
