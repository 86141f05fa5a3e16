using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>Fast Open (RFC 7413, 4.2): connections that begin with the text of their SYN.</content>
internal sealed partial class ListenQueue
{
    /// <summary>Connections that were opened fast and whose handshakes are not complete.</summary>
    public int FastPending { get; set; }

    /// <summary>The cookie for a peer that asked for one; null when this listener takes none.</summary>
    public FastOpenCookie? FastOpenCookieFor(in ConnectionKey key) =>
        listener.FastOpenLimit > 0 ? tcp.FastOpenCookies.For(key.Remote, tcp.Stack.Now) : null;

    /// <summary>Opens a connection at once if the cookie proves its peer's address and few others are incomplete. Owns the buffer if it returns true.</summary>
    public bool TryFastOpen(in ConnectionKey key, in TcpSegment syn, in FastOpenCookie cookie, SequenceNumber initial, NetBuffer text)
    {
        if (FastPending >= listener.FastOpenLimit || !tcp.FastOpenCookies.IsOurs(cookie, key.Remote, tcp.Stack.Now))
            return false;
        if (IsFull || listener.Socket.SpawnPending() is not { } socket)
            return false;
        var agreement = Agreement.From(syn, key.Local.Family);
        var window = OpenWindow(agreement, syn.Sequence, out _);
        ((TcpEndpoint)socket.First).OpenFast(
            listener,
            this,
            new Handshake
            {
                Key = key,
                Agreement = agreement,
                SendInitial = initial,
                ReceiveInitial = syn.Sequence,
                Window = window,
                Timestamps = agreement.Timestamps is { } clock ? NewClock(key, clock) : default,
                StartedAt = tcp.Stack.Now,
            },
            syn,
            text);
        return true;
    }
}
