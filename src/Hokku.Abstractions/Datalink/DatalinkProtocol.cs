using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Abstractions;

/// <summary>
/// A link of an interface's chain: Haiku's net_datalink_protocol. The last is always the device bridge. Defaults pass on to <see cref="Next"/>.
/// </summary>
public abstract class DatalinkProtocol(INetInterface netInterface)
{
    private DatalinkProtocol? _next;

    public INetInterface Interface { get; } = netInterface;

    /// <summary>The link below. The device bridge has none.</summary>
    public DatalinkProtocol Next
    {
        get => _next ?? throw new InvalidOperationException("The device bridge is the last of its chain.");
        set => _next = value;
    }

    /// <summary>The module that made the link; null for the bridge.</summary>
    public abstract INetModule? Module { get; }

    /// <summary>The chain is built: register deframers and handlers with the device.</summary>
    public virtual void Attach()
    {
    }

    /// <summary>The chain is taken down: undo <see cref="Attach"/> and free what is queued.</summary>
    public virtual void Detach()
    {
    }

    /// <summary>Sends a packet whose destination was prepared by the layer above for this one. Owns the buffer.</summary>
    public abstract SocketError Send(NetBuffer buffer);

    /// <summary>The interface goes up; a failure takes those that are up already down again.</summary>
    public virtual SocketError Up() => _next?.Up() ?? SocketError.Success;

    public virtual void Down() => _next?.Down();

    /// <summary>An address comes (old null), goes (new null) or changes. Passed down the chain; the bridge performs it.</summary>
    public virtual SocketError ChangeAddress(InterfaceAddress? old, InterfaceAddress? @new) => _next?.ChangeAddress(old, @new) ?? SocketError.Success;

    /// <summary>A command about the interface; unknown ones are passed on.</summary>
    public virtual SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        return _next?.Control(command, argument, out length) ?? SocketError.OperationNotSupported;
    }

    /// <summary>Translated on the way down: a group of the family becomes a link address.</summary>
    public virtual SocketError JoinMulticast(in NetAddress group) => _next?.JoinMulticast(group) ?? SocketError.Success;

    public virtual SocketError LeaveMulticast(in NetAddress group) => _next?.LeaveMulticast(group) ?? SocketError.Success;
}
