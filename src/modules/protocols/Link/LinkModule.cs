using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Link;

/// <summary>The family of link addresses (AF_LINK): sockets that capture packets of devices, and send and receive frames of one type.</summary>
public sealed class LinkModule : IProtocolModule, IDomainProtocol
{
    private const string Name = "network/protocols/link/v1";
    private readonly Dictionary<(int Device, ushort FrameType), FrameListeners> _listeners = [];
    private INetStack _stack = null!;

    public static ModuleManifest Description { get; } = new(Name)
    {
        Domains = [NetFamily.Link],
        ProtocolChains = [new(NetFamily.Link, SocketType.Dgram, 0, Name)],
    };

    public ModuleManifest Manifest => Description;

    public INetDomain Domain { get; private set; } = null!;

    public int HeaderLength => 0;

    internal INetStack Stack => _stack;

    internal LinkCounters Counters { get; private set; } = null!;

    public void Register(INetStack stack)
    {
        _stack = stack;
        Counters = new(stack.Statistics(Description.ShortName));
        Domain = stack.RegisterDomain(NetFamily.Link, "link", this, new LinkAddressRules());
    }

    public void Unregister() => _listeners.Clear();

    public NetProtocol CreateProtocol(INetSocket socket) => new LinkSocket(this, socket);

    /// <summary>Sends a frame's contents to a link address, whose device index says by which device. Owns the buffer.</summary>
    public SocketError Send(NetBuffer buffer)
    {
        var destination = new LinkAddress(buffer.Destination);
        if (buffer.FrameType == 0)
            buffer.FrameType = destination.FrameType;
        if (FindInterface(destination.DeviceIndex) is { } netInterface)
        {
            Counters.Sent.Add();
            return netInterface.Chain.Send(buffer);
        }

        _stack.Drop(buffer, DropReason.NoInterface, Counters.Statistics);
        return SocketError.NetworkUnreachable;
    }

    public SocketError SendRouted(NetRoute route, NetBuffer buffer) => _stack.Datalink.Send(route, buffer);

    public int PathMtu(in NetAddress destination) => FindInterface(new LinkAddress(destination).DeviceIndex)?.Mtu ?? 0;

    public bool TryPeekDestination(NetBuffer buffer, out NetAddress destination)
    {
        destination = buffer.Destination;
        return destination.Family == NetFamily.Link;
    }

    /// <summary>No frame type belongs to the family as a whole.</summary>
    public void Receive(NetBuffer buffer) => _stack.Drop(buffer, DropReason.NoHandler, Counters.Statistics);

    public void ErrorReceived(in NetworkError error, NetBuffer quoted) => _stack.Drop(quoted, DropReason.NoHandler, Counters.Statistics);

    /// <summary>Links have no messages for errors.</summary>
    public void ErrorReply(in NetworkError error, NetBuffer cause)
    {
    }

    /// <summary>Frames of a type go to the socket as well. AddressAlreadyInUse when a protocol has the type.</summary>
    internal SocketError Listen(NetDevice device, ushort frameType, LinkSocket socket)
    {
        var key = (device.Index, frameType);
        if (!_listeners.TryGetValue(key, out var listeners))
        {
            listeners = new(this);
            try
            {
                _stack.RegisterHandler(device, frameType, listeners);
            }
            catch (InvalidOperationException)
            {
                return SocketError.AddressAlreadyInUse;
            }

            _listeners[key] = listeners;
        }

        listeners.Sockets.Add(socket);
        return SocketError.Success;
    }

    internal void StopListening(NetDevice device, ushort frameType, LinkSocket socket)
    {
        var key = (device.Index, frameType);
        if (!_listeners.TryGetValue(key, out var listeners) || !listeners.Sockets.Remove(socket) || listeners.Sockets.Count > 0)
            return;
        _listeners.Remove(key);
        _stack.UnregisterHandler(device, frameType);
    }

    internal NetDevice? FindDevice(string name)
    {
        foreach (var device in _stack.Devices)
        {
            if (device.Name == name)
                return device;
        }

        return _stack.Datalink.GetInterface(name)?.Device;
    }

    internal NetDevice? FindDevice(int index)
    {
        foreach (var device in _stack.Devices)
        {
            if (device.Index == index)
                return device;
        }

        return null;
    }

    private INetInterface? FindInterface(int deviceIndex)
    {
        foreach (var candidate in _stack.Interfaces)
        {
            if (candidate.IsUp && candidate.Device.Index == deviceIndex)
                return candidate;
        }

        return null;
    }
}
