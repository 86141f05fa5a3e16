using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Hokku.AspNetCore.Telemetry;
using Hokku.Network;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Hokku.AspNetCore.Transport;

/// <summary>
/// One connection of a Hokku host as Kestrel sees it: pipes over its socket, features, and its end. Aborting resets it (RST), completing the output ends
/// the sending side (FIN), and a reset by the peer is a <see cref="ConnectionResetException"/>.
/// </summary>
internal sealed class HokkuConnection : ConnectionContext, IHokkuConnectionFeature, IConnectionIdFeature, IConnectionTransportFeature,
    IConnectionItemsFeature, IConnectionLifetimeFeature, IConnectionEndPointFeature, IMemoryPoolFeature, IDuplexPipe
{
    private readonly CancellationTokenSource _closed = new();
    private readonly SocketInput _input;
    private readonly SocketOutput _output;
    private readonly bool _keepsHalfOpen;
    private readonly ILogger _logger;
    private IDictionary<object, object?>? _items;
    private ConnectionAbortedException? _abortReason;
    private CancellationToken _override;
    private bool _isOverridden;
    private int _isClosed;
    private int _isDisposed;

    public HokkuConnection(NetworkHost host, HokkuSocket socket, string id, MemoryPool<byte> pool, bool keepsHalfOpen, ILogger logger)
    {
        Host = host;
        Socket = socket;
        ConnectionId = id;
        MemoryPool = pool;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        _keepsHalfOpen = keepsHalfOpen;
        _logger = logger;
        _input = new SocketInput(socket, this);
        _output = new SocketOutput(socket);
        Transport = this;
        Features = AddFeatures(new FeatureCollection());
        ConnectionCensus.Add(host, socket);
        socket.OnEnded(static connection => ((HokkuConnection)connection!).PeerEnded(), this);
    }

    public NetworkHost Host { get; }

    public HokkuSocket Socket { get; }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed
    {
        get => _isOverridden ? _override : _closed.Token;
        set => (_override, _isOverridden) = (value, true);
    }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public MemoryPool<byte> MemoryPool { get; }

    PipeReader IDuplexPipe.Input => _input;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>Why the connection cannot be read any more.</summary>
    public ConnectionAbortedException AbortReason => _abortReason ?? new ConnectionAbortedException("The connection was disposed of.");

    public override void Abort(ConnectionAbortedException abortReason)
    {
        // Kestrel's HTTP/2 gives no reason when the peer has gone.
        abortReason ??= new ConnectionAbortedException();
        if (Interlocked.CompareExchange(ref _abortReason, abortReason, null) is not null)
            return;
        TransportLog.Aborting(_logger, ConnectionId, abortReason.Message);
        Socket.Abort();
        CloseSoon();
    }

    public override void Abort() => Abort(new ConnectionAbortedException("The connection was aborted by the server."));

    /// <summary>The peer has ended its side and all it sent was read.</summary>
    public void InputEnded() => CloseSoon();

    /// <summary>The exception for a failed socket.</summary>
    public Exception Failed(SocketException problem)
    {
        CloseSoon();
        if (_abortReason is not null || problem.SocketErrorCode == SocketError.OperationAborted)
            return AbortReason;
        TransportLog.Reset(_logger, ConnectionId, problem.SocketErrorCode);
        return new ConnectionResetException(problem.Message, problem);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _output.CompleteAsync().ConfigureAwait(false);
        _input.Complete();
        Socket.Dispose();
        ConnectionCensus.Remove(Host, Socket);
        Close();
        TransportLog.Closed(_logger, ConnectionId);
    }

    private void PeerEnded()
    {
        // A connection that is gone cannot be answered; one whose peer has only ended its side can.
        if (!_keepsHalfOpen || Socket.IsGone)
            Close();
    }

    // Callbacks of applications are no business of the thread that reads.
    private void CloseSoon()
    {
        if (Volatile.Read(ref _isClosed) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Close(), this, preferLocal: false);
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        try
        {
            _closed.Cancel();
        }
        catch (AggregateException problem)
        {
            TransportLog.CallbackFailed(_logger, problem, ConnectionId);
        }
    }

    private FeatureCollection AddFeatures(FeatureCollection features)
    {
        features.Set<IHokkuConnectionFeature>(this);
        features.Set<IConnectionIdFeature>(this);
        features.Set<IConnectionTransportFeature>(this);
        features.Set<IConnectionItemsFeature>(this);
        features.Set<IConnectionLifetimeFeature>(this);
        features.Set<IConnectionEndPointFeature>(this);
        features.Set<IMemoryPoolFeature>(this);
        return features;
    }
}
