using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>What happens when there is no room for another half-open connection: cookies (RFC 4987, 3.6), and fewer repetitions.</content>
internal sealed partial class ListenQueue
{
    // A flood's addresses are mostly forged: while many wait, each is told less often.
    private const int RetriesWhenCrowded = 1;

    private TimeSpan? _lastCookie;

    /// <summary>How often a SYN-ACK is repeated: seldom while the queue is crowded, so that we are no amplifier.</summary>
    public int SynAckRetries => Count > Limit / 2 ? Math.Min(RetriesWhenCrowded, tcp.Settings.SynAckRetries) : tcp.Settings.SynAckRetries;

    private bool MustSendCookie => tcp.Settings.SynCookies switch
    {
        SynCookieUse.Always => true,
        SynCookieUse.WhenFull => Count >= Limit,
        _ => false,
    };

    private bool MayBeCookie => _lastCookie is { } last && tcp.Stack.Now - last <= SynCookie.Lifetime;

    /// <summary>An acknowledgment that belongs to nobody may answer a cookie: then it makes the connection. Owns the buffer if it returns true.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="segment">The acknowledgment.</param>
    /// <param name="buffer">Its text.</param>
    /// <param name="instead">A half-open connection of that name, which then goes.</param>
    public bool TryEstablishByCookie(in ConnectionKey key, in TcpSegment segment, NetBuffer buffer, HalfOpenConnection? instead = null)
    {
        if (!MayBeCookie || (segment.Flags & (TcpFlags.Syn | TcpFlags.Reset)) != 0)
            return false;
        var initial = segment.Acknowledgment - 1;
        var peerInitial = segment.Sequence - 1;
        if (!tcp.Cookies.TryRead(key, peerInitial, initial, tcp.Stack.Now, out int maximumSegment))
        {
            tcp.Statistics.CookiesRefused.Add();
            return false;
        }

        if (IsEmptyAndDeferred(segment) || IsFull || listener.Socket.SpawnPending() is not { } socket)
        {
            // Text that follows will bring the cookie again.
            tcp.Drop(buffer, DropReason.ListenQueueFull);
            return true;
        }

        if (instead is not null)
            Remove(instead);
        tcp.Statistics.CookiesAccepted.Add();
        Begin((TcpEndpoint)socket.First, Remember(key, segment, initial, peerInitial, maximumSegment), segment, buffer);
        return true;
    }

    private bool IsFull
    {
        get
        {
            bool isFull = listener.Socket.ConnectedCount >= listener.Socket.Backlog;
            if (isFull)
                tcp.Statistics.AcceptQueueFull.Add();
            return isFull;
        }
    }

    private bool IsEmptyAndDeferred(in TcpSegment segment) => listener.DeferAccept > TimeSpan.Zero && segment.SequenceLength == 0;

    private Handshake Remember(in ConnectionKey key, in TcpSegment segment, SequenceNumber initial, SequenceNumber peerInitial, int maximumSegment)
    {
        var agreement = SynCookie.TakeOptions(maximumSegment, segment);
        var window = OpenWindow(agreement, peerInitial, out _);
        return new()
        {
            Key = key,
            Agreement = agreement,
            SendInitial = initial,
            ReceiveInitial = peerInitial,
            Window = window,
            Timestamps = agreement.Timestamps is { } clock ? NewClock(key, clock) : default,
        };
    }

    private void SendCookie(in ConnectionKey key, in TcpSegment syn, int ourMaximumSegment)
    {
        var now = tcp.Stack.Now;
        _lastCookie = now;
        var agreement = Agreement.From(syn, key.Local.Family);

        // Without timestamps there is no place to keep scale and SACK.
        if (agreement.Timestamps is null)
            agreement = agreement with { WindowScale = null, SelectiveAcknowledgments = false };
        var window = OpenWindow(agreement, syn.Sequence, out ushort field);
        var options = new TcpOptions
        {
            MaximumSegmentSize = (ushort)ourMaximumSegment,
            WindowScale = agreement.WindowScale is null ? null : window.Scale,
            SackPermitted = agreement.SelectiveAcknowledgments && tcp.Settings.SelectiveAcknowledgments,
        };
        if (agreement.Timestamps is { } clock)
            options = options with { Timestamps = new(SynCookie.PutOptions(NewClock(key, clock).Value(now), agreement), clock) };
        tcp.Statistics.CookiesSent.Add();
        tcp.SendBare(key, new TcpSegment
        {
            Sequence = tcp.Cookies.Make(key, syn.Sequence, agreement.MaximumSegment, now),
            Acknowledgment = syn.Sequence + 1,
            Flags = TcpFlags.Syn | TcpFlags.Acknowledgment,
            Window = field,
            Options = options,
        });
    }

    private ReceiveWindow OpenWindow(in Agreement agreement, SequenceNumber peerInitial, out ushort field)
    {
        var window = new ReceiveWindow();
        if (agreement.WindowScale is not null)
            window.Scale = ReceiveWindow.ScaleFor(listener.MostReceiveBuffer);
        field = window.OpenUnscaled(peerInitial + 1, listener.Socket.ReceiveBufferSize);
        return window;
    }

    private TimestampClock NewClock(in ConnectionKey key, uint clock) =>
        new() { IsOn = true, Offset = tcp.InitialSequence.TimestampOffset(key), Recent = clock, RecentAt = tcp.Stack.Now };
}
