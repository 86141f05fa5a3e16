using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;

namespace Hokku.Testing;

/// <summary>
/// A TCP connection as a script, in packetdrill's manner: inject a segment, expect a segment, call, advance the clock. Below it is a real stack with
/// its real modules in virtual time; only the peer is the script. Numbers are relative, and both initial sequence numbers lie shortly before 2^32.
/// </summary>
/// <remarks>
/// Segments are written as <see cref="Wire.SegmentNotation"/> says. What an expected segment does not name (ack, win, urg, options) is not compared. The values of our
/// timestamps count milliseconds from the first one we sent, which is 1; the peer's are as written. Text is checked: octet n of either stream has one value.
/// </remarks>
public sealed partial class TcpScript : IDisposable
{
    private const ushort OurServerPort = 8080;
    private const ushort OurClientPort = 50123;
    private const ushort FirstPeerPort = 40000;

    // Our numbers wrap after 512 to 762 octets.
    private static readonly SequenceNumber WantedInitial = new(0xFFFF_FE00);

    private readonly ScriptHost _host;
    private readonly ScriptOptions _options;
    private readonly bool _isFirst;
    private readonly ScriptFlow _flow;
    private TimeSpan _mark;
    private bool _failed;

    private TcpScript(ScriptHost host, ScriptOptions options, ushort ourPort, ushort peerPort, bool isFirst)
    {
        _host = host;
        _options = options;
        _isFirst = isFirst;
        _flow = new ScriptFlow(host, ourPort, peerPort, isFirst, () => Prefix);
        _mark = host.Time.Elapsed;
    }

    /// <summary>The whole host's time.</summary>
    public TimeSpan Now => _host.Time.Elapsed;

    /// <summary>A socket that listens; nothing has been sent.</summary>
    public static TcpScript Listening(ScriptOptions? options = null)
    {
        options ??= new ScriptOptions();
        var script = Begin(options, OurServerPort, FirstPeerPort, ScriptOrigin.Passive(options));
        script.OpenListener();
        return script;
    }

    /// <summary>A socket that has called connect; its SYN waits to be expected.</summary>
    public static TcpScript Connecting(ScriptOptions? options = null)
    {
        options ??= new ScriptOptions();
        var script = Begin(options, OurClientPort, FirstPeerPort, ScriptOrigin.Active(options));
        script.OpenSocket().Connect();
        return script;
    }

    /// <summary>A socket that has accepted a connection; nothing has been sent on it.</summary>
    public static TcpScript Established(ScriptOptions? options = null)
    {
        options ??= new ScriptOptions();
        return Listening(options).Handshake().Accept();
    }

    /// <summary>The peer opens the connection: three segments.</summary>
    public TcpScript Handshake()
    {
        string last = _options.AcknowledgmentOptions.Length == 0 ? "" : $" <{_options.AcknowledgmentOptions}>";
        return Inject($"S 0:0(0) win {_options.Window} <{_options.Options}>")
            .Expect("S. 0:0(0) ack 1")
            .Inject($". 1:1(0) ack 1 win {_options.Window}{last}");
    }

    /// <summary>Another connection of the same peer to the same listener, with a port of its own.</summary>
    public TcpScript Another(int number)
    {
        var other = new TcpScript(_host, _options, _flow.OurPort, (ushort)(FirstPeerPort + number), isFirst: false) { _listener = _listener };
        _others.Add(other);
        return other;
    }

    /// <summary>Lets time pass; whatever is due happens, each at its own time.</summary>
    public TcpScript Advance(TimeSpan time)
    {
        _host.Time.Advance(time);
        _mark = _host.Time.Elapsed;
        return this;
    }

    /// <summary>Lets milliseconds pass.</summary>
    public TcpScript Advance(double milliseconds) => Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Packets that somebody in the host holds.</summary>
    public long BuffersInUse => _host.Stack.Buffers.Statistics.BuffersInUse;

    /// <summary>Memory of packets that somebody in the host holds.</summary>
    public long BufferOctetsInUse => _host.Stack.Buffers.Statistics.OctetsInUse;

    /// <summary>Takes every buffer that the host's pool has; they come back when the result is disposed.</summary>
    public IDisposable UseUpBuffers()
    {
        _host.Trace.Add("no buffers are left");
        return new HeldBuffers(_host.Stack.Buffers);
    }

    /// <summary>Ends the script: everything sent must have been expected, and after all has aged nothing may be left behind.</summary>
    public void Dispose()
    {
        if (!_isFirst)
            return;
        try
        {
            if (!_failed)
                End();
        }
        finally
        {
            _host.Dispose();
        }
    }

    private static TcpScript Begin(ScriptOptions options, ushort ourPort, ushort peerPort, TimeSpan origin)
    {
        var host = new ScriptHost(options, new ScriptFamily4());
        host.Time.Advance(origin);
        host.Trace.Start = host.Time.Elapsed;
        return new TcpScript(host, options, ourPort, peerPort, isFirst: true);
    }

    private void End()
    {
        ExpectNothing();
        CloseAll();
        foreach (var other in _others)
            other.CloseAll();
        _host.Settle();
    }

    /// <summary>How far the clock of a script must go before it begins, so that our initial sequence number lies shortly before 2^32.</summary>
    internal static TimeSpan Origin(ScriptOptions options, bool isActive) => isActive ? ScriptOrigin.Active(options) : ScriptOrigin.Passive(options);

    private ScriptFailureException Fail(string message)
    {
        _failed = true;
        foreach (var other in _others)
            other._failed = true;
        return _host.Trace.Fail(message);
    }

    private NetAddress OurAddress => _host.Family.Ours.WithPort(_flow.OurPort);

    private NetAddress PeerAddress => _host.Family.Peer.WithPort(_flow.PeerPort);

    private INetStack Stack => _host.Stack;

    /// <summary>How far the stack's clock must go before the first connection begins so that our initial sequence number is the wanted one (RFC 6528's clock).</summary>
    private static class ScriptOrigin
    {
        private static readonly System.Collections.Concurrent.ConcurrentDictionary<(ulong Seed, bool IsActive), TimeSpan> Known = [];

        public static TimeSpan Passive(ScriptOptions options) => Known.GetOrAdd((options.Seed, false), static key =>
        {
            using var trial = Begin(new ScriptOptions { Seed = key.Seed }, OurServerPort, FirstPeerPort, default);
            trial.OpenListener();
            trial.Inject("S 0:0(0) <mss 1460>");
            return trial.Distance();
        });

        public static TimeSpan Active(ScriptOptions options) => Known.GetOrAdd((options.Seed, true), static key =>
        {
            using var trial = Begin(new ScriptOptions { Seed = key.Seed }, OurClientPort, FirstPeerPort, default);
            trial.OpenSocket().Connect();
            return trial.Distance();
        });
    }

    private TimeSpan Distance()
    {
        var initial = TakeNext()?.Segment?.Sequence ?? throw Fail("No SYN was sent.");


        // Whole milliseconds, so that timers and timestamps are where a reader expects them; the number is then up to 250 less.
        return TimeSpan.FromMilliseconds(4L * (WantedInitial.Value - initial.Value) / 1000);
    }
}
