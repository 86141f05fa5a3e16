using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Protocols.Link;

/// <summary>A socket of the family Link: frames of the type and device that it is bound to, or everything that a device carries while it captures.</summary>
internal sealed partial class LinkSocket(LinkModule module, INetSocket socket) : NetProtocol(socket)
{
    private readonly DatagramQueue _queue = new(0);
    private NetDevice? _device;
    private ushort _frameType;

    public override INetModule Module => module;

    public override INetDomain Domain => module.Domain;

    public override int SendSpace => ushort.MaxValue;

    public override int ReadAvailable => _queue.First?.Size ?? 0;

    public override SocketError Open() => SocketError.Success;

    /// <summary>To a device by its index, and a frame type; what other hosts send with that type comes here.</summary>
    public override SocketError Bind(in NetAddress address)
    {
        if (address.Family != NetFamily.Link)
            return SocketError.AddressFamilyNotSupported;
        var link = new LinkAddress(address);
        if (_device is not null || link.FrameType == 0)
            return SocketError.InvalidArgument;
        if (module.FindDevice(link.DeviceIndex) is not { } device)
            return SocketError.AddressNotAvailable;
        var error = module.Listen(device, link.FrameType, this);
        if (error != SocketError.Success)
            return error;
        _device = device;
        _frameType = link.FrameType;
        Socket.Address = new LinkAddress(device.Address.Octets, link.FrameType, device.Index);
        return SocketError.Success;
    }

    public override SocketError Connect(in NetAddress peer)
    {
        if (!peer.IsUnspecified && peer.Family != NetFamily.Link)
            return SocketError.AddressFamilyNotSupported;
        Socket.Peer = peer;
        return SocketError.Success;
    }

    /// <summary>Sends a frame's contents; device and type are the destination's, else those bound to.</summary>
    public override SocketError Send(NetBuffer buffer, MessageFlags flags)
    {
        var destination = new LinkAddress(buffer.Destination.IsUnspecified ? Socket.Peer : buffer.Destination);
        ushort type = destination.FrameType != 0 ? destination.FrameType : _frameType;
        int device = destination.DeviceIndex != 0 ? destination.DeviceIndex : _device?.Index ?? 0;
        if (destination.IsEmpty || type == 0)
        {
            buffer.Free();
            return SocketError.DestinationAddressRequired;
        }

        buffer.Destination = new LinkAddress(destination.Octets, type, device);
        buffer.FrameType = type;
        return module.Send(buffer);
    }

    /// <summary>Takes a frame of the bound type. Owns the buffer.</summary>
    public void Receive(NetBuffer buffer)
    {
        if (!Socket.Peer.IsUnspecified && !Socket.Peer.Octets.SequenceEqual(buffer.Source.Octets))
        {
            module.Stack.Drop(buffer, DropReason.NotConnectedPeer, module.Counters.Statistics);
            return;
        }

        _queue.MaximumOctets = Socket.ReceiveBufferSize;
        if (_queue.TryEnqueue(buffer))
            Socket.Notify(SocketEvents.Read);
        else
            module.Stack.Drop(buffer, DropReason.ReceiveBufferFull, module.Counters.Statistics);
    }

    public override SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer)
    {
        buffer = null;
        if (_queue.IsEmpty)
            return SocketError.WouldBlock;
        if ((flags & MessageFlags.Peek) != 0)
            buffer = _queue.Peek();
        else
            _queue.TryDequeue(out buffer);
        return buffer is null ? SocketError.NoBufferSpaceAvailable : SocketError.Success;
    }

    public override SocketEvents Poll() => SocketEvents.Write | (_queue.IsEmpty ? SocketEvents.None : SocketEvents.Read);

    /// <summary>Starts and stops capturing; the request names a device or an interface, or nothing for everything.</summary>
    public override SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (command == DriverCommand.StopCapture)
            return StopCapture() ? SocketError.Success : SocketError.InvalidArgument;
        if (command != DriverCommand.StartCapture)
            return SocketError.OperationNotSupported;
        return MemoryMarshal.TryRead(argument, out InterfaceRequest request) ? StartCapture(request.Name.ToString()) : SocketError.InvalidArgument;
    }

    public override void Abandon(SocketError error)
    {
        StopCapture();
        _queue.Clear();
        Socket.Error = error;
        Socket.Notify(SocketEvents.Error | SocketEvents.Read);
    }

    public override void Free()
    {
        StopCapture();
        if (_device is not null)
            module.StopListening(_device, _frameType, this);
        _device = null;
        _queue.Clear();
    }
}
