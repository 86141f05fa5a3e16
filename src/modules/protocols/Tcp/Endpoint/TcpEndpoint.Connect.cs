using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>OPEN (RFC 9293, 3.10.1): binding, listening, connecting, accepting.</content>
internal sealed partial class TcpEndpoint
{
    // The address that is in the port table; unspecified when none is.
    private NetAddress _bound;

    // The user has it: it was opened, or accepted from a listener.
    private bool _wasAccepted = true;

    public override SocketError Bind(in NetAddress address)
    {
        if (!_bound.IsUnspecified)
            return SocketError.InvalidArgument;
        var rules = Domain.Rules;
        if (!rules.IsEmpty(address) && (!rules.IsUnicast(address) && !rules.IsLoopback(address)))
            return SocketError.AddressNotAvailable;
        if (!rules.IsEmpty(address) && Stack.Datalink.Match(Domain, address.WithPort(0), out _) != AddressMatch.Local)
            return SocketError.AddressNotAvailable;
        var bound = address;
        if (bound.Port.IsAny)
        {
            var test = new BindTest(_tcp, bound);
            bound.Port = _tcp.Allocator.Allocate(bound, rules.Any, ref test);
            if (bound.Port.IsAny)
                return SocketError.AddressAlreadyInUse;
        }

        var error = _tcp.Ports.Bind(this, bound);
        if (error != SocketError.Success)
            return error;
        Socket.Address = _bound = bound;
        return SocketError.Success;
    }

    public override SocketError Listen(int backlog)
    {
        if (_state == TcpState.Listen)
            return SocketError.Success;
        if (_state != TcpState.Closed || _wasConnected)
            return SocketError.InvalidArgument;
        var error = _bound.IsUnspecified ? Bind(Domain.Rules.Any) : SocketError.Success;
        if (error == SocketError.Success)
            error = _tcp.Ports.Listen(this, _bound);
        if (error != SocketError.Success)
            return error;
        _listenQueue = new ListenQueue(_tcp, this);
        MoveTo(TcpState.Listen);
        return SocketError.Success;
    }

    public override SocketError Accept(out INetSocket? accepted)
    {
        accepted = null;
        if (_state != TcpState.Listen)
            return SocketError.InvalidArgument;
        accepted = Socket.DequeueConnected();
        if (accepted is null)
            return SocketError.WouldBlock;
        if (accepted.First is TcpEndpoint endpoint)
            endpoint._wasAccepted = true;
        return SocketError.Success;
    }

    public override SocketError Connect(in NetAddress peer)
    {
        if (_state != TcpState.Closed)
            return _state == TcpState.SynSent ? SocketError.AlreadyInProgress : SocketError.IsConnected;
        if (_wasConnected || IsDeferred)
            return SocketError.IsConnected;
        var error = FindPeer(peer, out var key);
        if (error != SocketError.Success || TryDefer(key))
            return error;
        OpenActive(key);
        return SocketError.InProgress;
    }

    private SocketError FindPeer(in NetAddress peer, out ConnectionKey key)
    {
        key = default;
        var rules = Domain.Rules;
        var remote = rules.IsEmpty(peer) ? rules.LoopbackAddress.WithPort(peer.Port) : peer;
        if (remote.Port.IsAny)
            return SocketError.AddressNotAvailable;

        // MUST-57: no connections to broadcast or multicast addresses.
        if (!rules.IsUnicast(remote) && !rules.IsLoopback(remote))
            return SocketError.NetworkUnreachable;
        return ChooseAddresses(remote, out key);
    }

    private SocketError ChooseAddresses(in NetAddress remote, out ConnectionKey key)
    {
        key = default;
        var local = _bound;
        var error = Next.FindRoute(remote.WithPort(0), ref local, out var route);
        if (error != SocketError.Success)
            return error;
        if ((route!.Flags & RouteFlags.Reject) != 0)
            return SocketError.NetworkUnreachable;
        local.Port = _bound.IsUnspecified ? default : _bound.Port;
        var test = new ConnectTest(_tcp, local, remote, (route.Flags & RouteFlags.Local) == 0 ? Stack.Flows : null);
        if (local.Port.IsAny)
            local.Port = _tcp.Allocator.Allocate(local, remote, ref test);
        else if (!test.IsFree(local.Port))
            return SocketError.AddressAlreadyInUse;
        if (local.Port.IsAny)
            return SocketError.AddressNotAvailable;
        key = new ConnectionKey(local, remote);
        return SocketError.Success;
    }

    private void OpenActive(in ConnectionKey key, NetBuffer? text = null)
    {
        var initial = _tcp.InitialSequence.For(key, Stack.Now);
        if (_tcp.Connections.Find(key) is TimeWaitConnection old)
        {
            // RFC 6191 and RFC 9293, 3.4.3: the new connection begins behind the old one's numbers.
            initial = SequenceNumber.Max(initial, old.SendNext + (ushort.MaxValue + 1));
            _tcp.Statistics.TimeWaitReused.Add();
            _tcp.TimeWait.Remove(old);
        }

        _tcp.Statistics.ActiveOpens.Add();
        Connected(key, initial);
        _timestamps = new TimestampClock { Offset = _tcp.InitialSequence.TimestampOffset(key) };
        _window = new ReceiveWindow { Scale = ReceiveWindow.ScaleFor(MostReceiveBuffer) };
        _retransmission.Progressed(Stack.Now);
        MoveTo(TcpState.SynSent);
        if (text is not null)
            _sendQueue.Append(text);
        Account();
        SendSyn();
    }

    /// <summary>Becomes the endpoint of a connection whose handshake is complete but for the segment that follows.</summary>
    public void OpenPassive(TcpEndpoint listener, in Handshake handshake)
    {
        _wasAccepted = false;
        CopyOptions(listener);
        Connected(handshake.Key, handshake.SendInitial);
        _send.Advance(1);
        _receive.Begin(handshake.ReceiveInitial);
        _receiveQueue.Begin(handshake.ReceiveInitial + 1);
        _window = handshake.Window;
        _timestamps = handshake.Timestamps;
        Agree(handshake.Agreement);
        _timedAt = handshake.StartedAt ?? default;
        _isTiming = handshake is { Retransmissions: 0, StartedAt: not null };
        _timedEnd = handshake.SendInitial + 1;
        _synRetransmissions = handshake.Retransmissions;
        _retransmission.Progressed(Stack.Now);
        MoveTo(TcpState.SynReceived);
    }

    /// <summary>The handshake is complete.</summary>
    private void Establish()
    {
        _wasConnected = true;
        MoveTo(TcpState.Established);
        if (_synRetransmissions > 0)
            _roundTrip.SynWasLost();
        if (IsFastOpened)
        {
            Stack.Cancel(_sendTimer);
            LeaveFastQueue();
            return;
        }

        BeginSending();
        if (_wasAccepted)
        {
            Socket.Notify(SocketEvents.Write);
        }
        else
        {
            _tcp.Statistics.PassiveOpens.Add();
            Socket.SetConnected();
        }
    }

    private void BeginSending()
    {
        _congestion.Begin(CongestionBeginning);
        _recovery = null;
        Loss.Begin(_send.Initial);
        Stack.Cancel(_sendTimer);
        _lastHeard = _lastSent = _lastTextHeard = Stack.Now;
        _delayedAck.Quicken(Settings.QuickAcknowledgments);
        _tuning.Begin(_roundTrip.Smoothed, Stack.Now, InitialSpace);
        Stack.Arm(_idleTimer, _keepAlive.Idle);
    }

    /// <summary>Takes what the peer's SYN says.</summary>
    private void Agree(in Agreement agreement)
    {
        _peerMaximumSegment = agreement.MaximumSegment;
        _send.WindowScale = agreement.WindowScale ?? 0;
        _isScaling = agreement.WindowScale is not null;
        _sack.IsOn = agreement.SelectiveAcknowledgments && Settings.SelectiveAcknowledgments;
        AgreeOnEcn(agreement);
        if (!_isScaling)
            _window.Scale = 0;
        if (agreement.Timestamps is { } clock)
        {
            _timestamps.IsOn = true;
            _timestamps.Recent = clock;
            _timestamps.RecentAt = Stack.Now;
        }

        RefreshSegmentSize();
    }

    private readonly struct BindTest(TcpProtocol tcp, NetAddress address) : IPortTest
    {
        public bool IsFree(Port port) => !tcp.Ports.IsBound(address.Family, port);
    }

    private readonly struct ConnectTest(TcpProtocol tcp, NetAddress local, NetAddress remote, IFlowRule? flows) : IPortTest
    {
        public bool IsFree(Port port)
        {
            // Nobody connects to himself by chance.
            if (port == remote.Port && local.SameHost(remote))
                return false;
            // What the peer answers must come to this stack of the host.
            if (flows is not null && flows.HomeOf(port, remote) != tcp.Stack.Place)
                return false;
            return tcp.Connections.Find(new ConnectionKey(local.WithPort(port), remote)) is null or TimeWaitConnection { MayReopen: true };
        }
    }
}
