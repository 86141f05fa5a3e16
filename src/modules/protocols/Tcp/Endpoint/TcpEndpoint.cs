using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Control;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// One end of a connection, or a listener: the transmission control block (RFC 9293, 3.3.1) as the top link of its socket's chain. Its parts are in
/// files named by the sections of the RFC.
/// </summary>
internal sealed partial class TcpEndpoint : NetProtocol, IConnection, ITimerOwner
{
    private readonly TcpProtocol _tcp;
    private readonly RouteInfo _route = new();
    private readonly SendQueue _sendQueue = new();
    private readonly ReceiveQueue _receiveQueue;
    private readonly NetTimer _sendTimer;
    private readonly NetTimer _acknowledgeTimer;
    private readonly NetTimer _idleTimer;
    private readonly EndpointBatch _batch;
    private readonly Scoreboard _board;
    private ILossRecovery? _recovery;
    private ListenQueue? _listenQueue;
    private ConnectionKey _key;
    private SendSequence _send;
    private ReceiveSequence _receive;
    private ReceiveWindow _window;
    private TimestampClock _timestamps;
    private RoundTripTime _roundTrip;
    private RetransmissionTimer _retransmission;
    private ZeroWindowProbe _probe;
    private KeepAlive _keepAlive;
    private DelayedAck _delayedAck;
    private ChallengeAck _challenge;
    private ChallengeAck _outOfWindowLimit;
    private UrgentMark _urgent;
    private SackReporter _sack;
    private TcpState _state = TcpState.Closed;

    // The user has closed for sending: a FIN follows the send queue.
    private bool _isFinQueued;

    // The user will not read any more.
    private bool _isReceiveShut;

    // It is in the connection table.
    private bool _isConnected;

    // SYN and SYN-ACK were seen once, however the connection ended.
    private bool _wasConnected;

    public TcpEndpoint(TcpProtocol tcp, INetSocket socket)
        : base(socket)
    {
        _tcp = tcp;
        _receiveQueue = new ReceiveQueue(tcp.Settings.OutOfOrderLimit);
        _sendTimer = new NetTimer(this);
        _acknowledgeTimer = new NetTimer(this);
        _idleTimer = new NetTimer(this);
        _batch = new EndpointBatch(this);
        _firstSendBuffer = socket.SendBufferSize;
        _firstReceiveBuffer = socket.ReceiveBufferSize;
        _congestion = CreateCongestion(tcp.Settings.CongestionControl);
        _board = new Scoreboard(tcp.FlightPool, tcp.Settings.ScoreboardLimit);
        _roundTrip = new RoundTripTime(tcp.Settings);
        _keepAlive = new KeepAlive(tcp.Settings);
        _linger2 = tcp.Settings.FinWait2;
        _synRetries = tcp.Settings.SynRetries;
    }

    public override INetModule Module => _tcp.Module;

    public ref readonly ConnectionKey Key => ref _key;

    public uint TableHash { get; set; }

    public IConnection? TableNext { get; set; }

    /// <summary>The state as RFC 9293 names it.</summary>
    public TcpState ConnectionState => _state;

    public override string State => TcpTransitions.Word(_state);

    /// <summary>Whether it is bound to a port of every address.</summary>
    public bool IsBoundToAny => Domain.Rules.IsEmpty(Socket.Address);

    private INetStack Stack => _tcp.Stack;

    private TcpSettings Settings => _tcp.Settings;

    private bool IsSynchronized => _state is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.SynReceived);

    /// <summary>The user has let go, and the connection goes on without.</summary>
    private bool IsOrphan => Socket.IsClosed;

    /// <summary>Our FIN was sent and acknowledged.</summary>
    private bool IsFinAcknowledged => _isFinQueued && _send.Unacknowledged > _sendQueue.End;

    private ILossRecovery Loss => _recovery ??= _sack.IsOn
        ? new SackRecovery(_board, _tcp.Statistics, _congestion, Settings.Rack)
        : new NewRenoRecovery(_board, _tcp.Statistics, _congestion);

    public bool Has(SocketOptions option) => (Socket.Options & option) != 0;

    public void TimerExpired(NetTimer timer)
    {
        if (ReferenceEquals(timer, _sendTimer))
            SendTimerExpired();
        else if (ReferenceEquals(timer, _acknowledgeTimer))
            AcknowledgeTimerExpired();
        else if (ReferenceEquals(timer, _paceTimer))
            Output();
        else
            IdleTimerExpired();
    }

    /// <summary>The one place where states change.</summary>
    private void MoveTo(TcpState state)
    {
        if (!TcpTransitions.IsAllowed(_state, state))
            throw new InvalidOperationException($"A connection does not go from {_state} to {state}.");
        _state = state;
    }

    /// <summary>Puts the endpoint into the connection table and begins its sequence numbers.</summary>
    private void Connected(in ConnectionKey key, SequenceNumber initial)
    {
        _key = key;
        _send.Begin(initial);
        _sendQueue.Begin(initial + 1);
        _tcp.Connections.Add(this);
        _isConnected = true;
        Socket.Address = key.Local;
        Socket.Peer = key.Remote;
        if (!_route.IsRegistered)
            Domain.Routes.Register(_route, key.Remote.WithPort(0), Socket.BoundInterface);
    }

    /// <summary>The connection ends here, whatever was still queued. A headless one leaves with its socket.</summary>
    private void Terminate(SocketError error)
    {
        Disconnect();
        if (_state != TcpState.Closed)
            MoveTo(TcpState.Closed);
        ClearSending();
        Account();
        if (Socket.Parent is not null && !_wasAccepted)
            Socket.SetAborted();
        if (Socket.IsClosed)
        {
            Socket.Detach();
            return;
        }

        if (error != SocketError.Success)
            Socket.Error = error;
        Socket.Notify(SocketEvents.Read | SocketEvents.Write | SocketEvents.HangUp | SocketEvents.PeerClosed);
    }

    /// <summary>Nothing comes in for this endpoint any more, and no timer runs.</summary>
    private void Disconnect()
    {
        Stack.Cancel(_sendTimer);
        Stack.Cancel(_acknowledgeTimer);
        Stack.Cancel(_idleTimer);
        StopPacing();
        LeaveFastQueue();
        _tcp.Memory.Orphaned.Remove(this);
        _tcp.Memory.Stalled.Remove(this);
        if (_isConnected)
            _tcp.Connections.Remove(this);
        _isConnected = false;
        if (_route.IsRegistered)
            Domain.Routes.Unregister(_route);
    }

    /// <summary>What is put off to the end of a batch: output, and one acknowledgment for all that came.</summary>
    private sealed class EndpointBatch(TcpEndpoint endpoint) : BatchWork
    {
        public override INetModule? Module => endpoint.Module;

        protected override void Run() => endpoint.BatchEnds();
    }
}
