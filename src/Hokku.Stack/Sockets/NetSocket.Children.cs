using System.Net.Sockets;
using Hokku.Abstractions;

namespace Hokku.Stack;

/// <content>Listeners: the connections that come in.</content>
internal sealed partial class NetSocket
{
    internal SocketLinks AmongChildren;

    // Listeners have them only.
    private ChildList? _pending;
    private ChildList? _connected;
    private NetSocket? _parent;
    private ChildList? _list;
    private int _backlog;

    public INetSocket? Parent => _parent is { IsClosed: false } ? _parent : null;

    public int Backlog
    {
        get => _backlog;
        set => _backlog = Math.Clamp(value, 1, _stack.Options.MaximumBacklog);
    }

    public int ConnectedCount => _connected?.Count ?? 0;

    public int PendingCount => _pending?.Count ?? 0;

    public INetSocket? SpawnPending()
    {
        // Haiku's rule: half as many again as the backlog may be on their way.
        if (IsClosed || PendingCount + ConnectedCount >= 3 * (long)_backlog / 2 + 1 || _stack.SocketTable.IsFull)
            return null;
        var child = new NetSocket(_stack, _chain, Type, Protocol)
        {
            _parent = this,
            Options = Options & ~SocketOptions.AcceptConnections,
            Linger = Linger,
            SendBufferSize = SendBufferSize,
            ReceiveBufferSize = ReceiveBufferSize,
            SendLowWater = SendLowWater,
            ReceiveLowWater = ReceiveLowWater,
            SendTimeout = SendTimeout,
            ReceiveTimeout = ReceiveTimeout,
            BoundInterface = BoundInterface,
            Owner = Owner,
        };
        ModuleTable.Acquire(_chain);
        child.MoveTo(_pending ??= new ChildList());
        if (child.Open() == SocketError.Success)
            return child;
        child.Detach();
        return null;
    }

    public void SetConnected()
    {
        if (_parent is not { IsClosed: false } || _list is null)
            return;
        MoveTo(_parent._connected ??= new ChildList());
        _parent.Notify(Wire.Control.SocketEvents.Read);
    }

    public void SetAborted()
    {
        RemoveFromParent();
        IsClosed = true;
    }

    public INetSocket? DequeueConnected()
    {
        var child = _connected?.First;
        child?.RemoveFromParent();
        return child;
    }

    private void MoveTo(ChildList list)
    {
        _list?.Remove(this);
        _list = list;
        list.Add(this);
    }

    private void RemoveFromParent()
    {
        _list?.Remove(this);
        _list = null;
    }

    /// <summary>Nobody will accept them any more: their peers are told by a reset.</summary>
    private void AbortChildren()
    {
        while ((_connected?.First ?? _pending?.First) is { } child)
        {
            child.RemoveFromParent();
            child.Linger = TimeSpan.Zero;
            child.Close();
        }
    }

    private void EndChildren(SocketError error)
    {
        while ((_connected?.First ?? _pending?.First) is { } child)
        {
            child.RemoveFromParent();
            child.IsClosed = true;
            child.End(error);
        }
    }
}
