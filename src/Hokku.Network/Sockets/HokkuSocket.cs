using System.Net;
using System.Net.Sockets;
using Hokku.Driver;
using Hokku.Network.Sockets;
using Hokku.Network.Sockets.Operations;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>
/// A socket of a Hokku host, in the shape of System.Net.Sockets.Socket: same names, same errors (<see cref="SocketException"/> with a <see cref="SocketError"/>,
/// <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>). Callable from any thread; operations of one direction are served in order.
/// </summary>
public sealed partial class HokkuSocket : IDisposable, IDriverSink
{
    private readonly SocketDirection _receiving = new();
    private readonly SocketDirection _sending = new();
    private SocketWatcher? _watchers;
    private int _isDisposed;

    /// <summary>Opens a socket.</summary>
    /// <param name="driver">The door into the host's stack.</param>
    /// <param name="addressFamily">InterNetwork for IPv4; DataLink for a host's devices.</param>
    /// <param name="socketType">Stream, Dgram or Raw.</param>
    /// <param name="protocolType">Unspecified for the usual one.</param>
    /// <exception cref="SocketException">AddressFamilyNotSupported, SocketNotSupported, ProtocolNotSupported, AccessDenied, TooManyOpenSockets.</exception>
    public HokkuSocket(IStackDriver driver, AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType = ProtocolType.Unspecified)
        : this(Open(driver, addressFamily, socketType, protocolType))
    {
    }

    internal HokkuSocket(IDriverSocket driver)
    {
        Driver = driver;
        driver.Sink = this;
    }

    public AddressFamily AddressFamily => Driver.Family.ToAddressFamily();

    public SocketType SocketType => Driver.Type;

    public ProtocolType ProtocolType => (ProtocolType)Driver.Protocol;

    /// <summary>Whether synchronous calls wait. True at first.</summary>
    public bool Blocking { get; set; } = true;

    /// <summary>
    /// Whether awaited calls go on where the socket became ready, usually on the thread that carries the device's packets, instead of on the thread
    /// pool: the least latency and no hand-over. What goes on there must neither block nor take long, for nothing arrives meanwhile. False at first;
    /// accepted sockets do not inherit it.
    /// </summary>
    public bool CompletesInline
    {
        get => _receiving.CompletesInline;
        set => _receiving.CompletesInline = _sending.CompletesInline = value;
    }

    /// <summary>Whether the socket was connected at its last operation.</summary>
    public bool Connected { get; internal set; }

    public bool IsBound => Driver.GetLocalAddress(out var address) == SocketError.Success && !address.IsUnspecified;

    /// <summary>Our address; null until bound.</summary>
    public EndPoint? LocalEndPoint
    {
        get
        {
            ThrowIfDisposed();
            Check(Driver.GetLocalAddress(out var address));
            return address.IsUnspecified ? null : address.ToEndPoint();
        }
    }

    /// <summary>The peer's address; null until connected.</summary>
    public EndPoint? RemoteEndPoint
    {
        get
        {
            ThrowIfDisposed();
            return Driver.GetPeerAddress(out var address) == SocketError.Success && !address.IsUnspecified ? address.ToEndPoint() : null;
        }
    }

    /// <summary>Octets that can be received at once.</summary>
    public int Available => Number(DriverCommand.GetReadable);

    /// <summary>Octets that were sent and are not acknowledged yet.</summary>
    public int Unsent => Number(DriverCommand.GetUnsent);

    /// <summary>Whether the next octet to be received is the one behind the urgent mark (SIOCATMARK).</summary>
    public bool IsAtMark => Number(DriverCommand.AtUrgentMark) != 0;

    /// <summary>The driver's socket.</summary>
    internal IDriverSocket Driver { get; }

    /// <exception cref="SocketException">AddressAlreadyInUse, AddressNotAvailable, AccessDenied, InvalidArgument (bound already).</exception>
    public void Bind(EndPoint localEP)
    {
        ThrowIfDisposed();
        Check(Driver.Bind(localEP.ToNetAddress()));
    }

    /// <summary>Takes connections that come in.</summary>
    /// <param name="backlog">How many may wait to be accepted.</param>
    public void Listen(int backlog = 128)
    {
        ThrowIfDisposed();
        Check(Driver.Listen(backlog));
    }

    /// <summary>Ends one or both directions; the peer reads the end of the stream after what was sent before.</summary>
    public void Shutdown(SocketShutdown how)
    {
        ThrowIfDisposed();
        Check(Driver.Shutdown(how));
        if (how != SocketShutdown.Receive)
            _sending.Signal();
        if (how != SocketShutdown.Send)
            _receiving.Signal();
    }

    /// <summary>Lets go of the socket. With <see cref="LingerState"/> on it waits for what was sent, at most so long, and then resets the connection.</summary>
    public void Close()
    {
        if (_linger is { Enabled: true, LingerTime: > 0 } linger)
            Close(linger.LingerTime * 1000);
        else
            Dispose();
    }

    /// <summary>Lets go of the socket when what was sent has been acknowledged; when that takes too long, resets the connection.</summary>
    /// <param name="timeout">Milliseconds.</param>
    public void Close(int timeout)
    {
        if (SocketType == SocketType.Stream && Volatile.Read(ref _isDisposed) == 0 && !Drain(timeout))
            Abort();
        else
            Dispose();
    }

    /// <summary>Lets go of the socket at once and resets its connection (RFC 9293, 3.10.5).</summary>
    public void Abort() => End(aborts: true);

    public void Dispose() => End(aborts: false);

    void IDriverSink.Ready(SocketEvents events)
    {
        if ((events & (SocketEventSets.Readable | SocketEvents.Urgent)) != 0)
            _receiving.Signal();
        if ((events & SocketEventSets.Writable) != 0)
            _sending.Signal();
        if ((events & SocketEventSets.Ended) != 0)
            TellEnded();
        for (var watcher = Volatile.Read(ref _watchers); watcher is not null; watcher = watcher.Next)
            watcher.Wake();
    }

    /// <summary>The user's word for an error of the driver.</summary>
    internal SocketError Translate(SocketError error) =>
        error == SocketError.NotSocket && Volatile.Read(ref _isDisposed) != 0 ? SocketError.OperationAborted : error;

    private static IDriverSocket Open(IStackDriver driver, AddressFamily family, SocketType type, ProtocolType protocol)
    {
        ArgumentNullException.ThrowIfNull(driver);
        Check(driver.Open(family.ToNetFamily(), type, Math.Max(0, (int)protocol), 0, out var socket));
        return socket!;
    }

    private static void Check(SocketError error)
    {
        if (error != SocketError.Success)
            throw new SocketException((int)error);
    }

    private void End(bool aborts)
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        Connected = false;
        if (aborts)
            Driver.Abort();
        else
            Driver.Close();
        _receiving.Close();
        _sending.Close();
        for (var watcher = Volatile.Read(ref _watchers); watcher is not null; watcher = watcher.Next)
            watcher.Wake();
    }

    // There is no event for "all acknowledged": look again every few milliseconds.
    private bool Drain(int timeout)
    {
        Driver.Shutdown(SocketShutdown.Send);
        long end = Environment.TickCount64 + timeout;
        using var pause = new ManualResetEventSlim();
        while (Unsent > 0)
        {
            if (Environment.TickCount64 >= end)
                return false;
            pause.Wait(2);
        }

        return true;
    }

    private int Number(DriverCommand command)
    {
        ThrowIfDisposed();
        Span<byte> value = stackalloc byte[sizeof(int)];
        value.Clear();
        Check(Driver.Control(command, value, out _));
        return BitConverter.ToInt32(value);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
}
