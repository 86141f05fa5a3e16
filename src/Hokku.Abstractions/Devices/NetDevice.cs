using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Abstractions;

/// <summary>
/// A device: Haiku's net_device. Its name is unique in the stack and chose its module; many interfaces may share it.
/// Called inside the stack unless said; no device calls up while it is called down.
/// </summary>
public abstract class NetDevice(string name, DeviceType type)
{
    // The stack's list of devices to be flushed, and who is at it.
    internal NetDevice? NextFlush;
    internal int IsFlushListed;
    internal int FlushRequests;

    public string Name { get; } = name;

    public DeviceType Type { get; } = type;

    /// <summary>Set by the stack; from 1 on.</summary>
    public int Index { get; set; }

    /// <summary>The module that made it.</summary>
    public abstract INetModule Module { get; }

    /// <summary>Largest packet without its frame header. Octets.</summary>
    public int Mtu { get; protected set; } = 1500;

    /// <summary>The largest <see cref="Mtu"/> that SetMtu admits.</summary>
    public int MaximumMtu { get; protected init; } = 1500;

    /// <summary>Octets of frame header.</summary>
    public int HeaderLength { get; protected init; }

    /// <summary>The hardware address; empty when it has none.</summary>
    public LinkAddress Address { get; protected set; }

    /// <summary>Broadcast, Multicast, Loopback, PointToPoint, Link, Promiscuous, AllMulticast as they are now.</summary>
    public InterfaceFlags Flags { get; protected set; }

    public DeviceOffloads Offloads { get; protected set; }

    /// <summary>Media word (IFM_*), 0 when unknown.</summary>
    public int Media { get; protected set; }

    /// <summary>Bits a second, 0 when unknown.</summary>
    public long LinkSpeed { get; protected set; }

    public InterfaceStatistics Statistics { get; } = new();

    /// <summary>Where received packets and events go; set by the stack before <see cref="Up"/>.</summary>
    public IDeviceSink Sink { get; set; } = null!;

    /// <summary>The first interface goes up.</summary>
    public abstract SocketError Up();

    /// <summary>The last interface went down: nothing is received or sent any more; what is queued is freed.</summary>
    public abstract void Down();

    /// <summary>Puts a framed packet on the transmit queue and asks <see cref="INetStack.FlushLater"/>; no system call here. Owns the buffer.</summary>
    public abstract void Send(NetBuffer buffer);

    /// <summary>Outside the stack, by one thread at a time: sends what is queued, in order, and frees it.</summary>
    public abstract void Flush();

    /// <summary>The device is removed from the stack: close it.</summary>
    public abstract void Close();

    public virtual SocketError SetMtu(int mtu)
    {
        if (mtu < 68 || mtu > MaximumMtu)
            return SocketError.InvalidArgument;
        Mtu = mtu;
        return SocketError.Success;
    }

    public virtual SocketError SetPromiscuous(bool on)
    {
        Flags = on ? Flags | InterfaceFlags.Promiscuous : Flags & ~InterfaceFlags.Promiscuous;
        return SocketError.Success;
    }

    public virtual SocketError SetAllMulticast(bool on)
    {
        Flags = on ? Flags | InterfaceFlags.AllMulticast : Flags & ~InterfaceFlags.AllMulticast;
        return SocketError.Success;
    }

    /// <summary>Lets the device do itself what it can, or nothing of it: <see cref="Offloads"/> changes.</summary>
    public virtual SocketError SetOffload(bool on) => SocketError.OperationNotSupported;

    public virtual SocketError SetMedia(int media) => SocketError.OperationNotSupported;

    /// <summary>Changes the hardware address: before the device goes up, or its interfaces will not be told.</summary>
    public virtual SocketError SetAddress(in LinkAddress address) => SocketError.OperationNotSupported;

    public virtual SocketError AddMulticast(in NetAddress linkAddress) => SocketError.Success;

    public virtual SocketError RemoveMulticast(in NetAddress linkAddress) => SocketError.Success;

    /// <summary>A command that neither the stack nor the interface's chain knew.</summary>
    public virtual SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        return SocketError.OperationNotSupported;
    }
}
