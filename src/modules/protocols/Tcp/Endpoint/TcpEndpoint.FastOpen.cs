using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>Fast Open (RFC 7413): text in the SYN, for those who have a cookie.</content>
internal sealed partial class TcpEndpoint
{
    // The user allows text in the SYN, or wants a cookie for the next time.
    private bool _isFastWanted;

    // TCP_FASTOPEN_CONNECT: connect waits for the first text, which goes with the SYN.
    private bool _isFastConnect;
    private ConnectionKey _deferredKey;

    // Octets of text that went with our SYN.
    private int _fastLength;

    // The listener's queue, while we work for a peer that has not completed its handshake.
    private ListenQueue? _fastQueue;

    /// <summary>How many connections with text in their SYN may be incomplete; 0: the listener takes none.</summary>
    public int FastOpenLimit { get; private set; }

    private bool IsDeferred => !_deferredKey.Remote.IsUnspecified;

    private bool IsFastOpened => _fastQueue is not null;

    /// <summary>Becomes the endpoint of a connection whose peer has proven its address by a cookie; the user may read and write at once. Owns the buffer.</summary>
    public void OpenFast(TcpEndpoint listener, ListenQueue queue, in Handshake handshake, in TcpSegment syn, NetBuffer text)
    {
        OpenPassive(listener, handshake);
        _fastQueue = queue;
        queue.FastPending++;
        _send.WindowSequence = syn.Sequence;
        _send.Window = _send.LargestWindow = syn.Window;
        BeginSending();
        if (text.Size > 0)
        {
            _octetsReceived += text.Size;
            _receiveQueue.Insert(syn.Sequence + 1, _window.Edge, text);
            _receive.Next = _receiveQueue.Next;
            Account();
        }
        else
        {
            text.Free();
        }

        _tcp.Statistics.PassiveOpens.Add();
        _tcp.Statistics.FastOpensAccepted.Add();
        Socket.SetConnected();
        SendSyn();
    }

    /// <summary>The handshake of a connection that was opened fast is complete, or will never be.</summary>
    private void LeaveFastQueue()
    {
        if (_fastQueue is null)
            return;
        _fastQueue.FastPending--;
        _fastQueue = null;
    }

    /// <summary>CONNECT with TCP_FASTOPEN_CONNECT: when there is a cookie, nothing is sent before there is text.</summary>
    private bool TryDefer(in ConnectionKey key)
    {
        _isFastWanted |= _isFastConnect;
        if (!_isFastConnect || _tcp.FastOpen.Find(key.Remote, Stack.Now, out _).Cookie.Length == 0)
            return false;
        _deferredKey = key;
        Socket.Address = key.Local;
        Socket.Peer = key.Remote;
        return true;
    }

    /// <summary>SEND that opens the connection. Owns the buffer.</summary>
    private SocketError SendOpening(NetBuffer buffer)
    {
        var error = SocketError.Success;
        var key = _deferredKey;
        if (!IsDeferred || _tcp.Connections.Find(key) is not null)
            error = FindPeer(IsDeferred ? key.Remote : buffer.Destination, out key);
        if (error == SocketError.Success && buffer.Size > Socket.SendBufferSize)
            error = SocketError.WouldBlock;
        if (error != SocketError.Success)
        {
            buffer.Free();
            return error;
        }

        _deferredKey = default;
        _isFastWanted = true;
        OpenActive(key, buffer);
        return SocketError.Success;
    }

    /// <summary>What our first SYN says about fast open, and how much text goes with it.</summary>
    private FastOpenCookie? FastOpenOption(out int length)
    {
        length = 0;
        if (_state == TcpState.SynReceived || !_isFastWanted || _synRetransmissions > 0)
            return null;
        var (cookie, segment) = _tcp.FastOpen.Find(_key.Remote, Stack.Now, out bool mayAsk);
        if (!mayAsk)
            return null;
        if (cookie.Length > 0)
            length = Math.Min(_sendQueue.Length, Math.Min(segment, _ourMaximumSegment) - TcpOptions.MostLength);
        if (length > 0)
            _tcp.Statistics.FastOpensSent.Add();
        return cookie;
    }

    /// <summary>The server has answered: a new cookie is kept, and what it took of our text need not be sent again.</summary>
    private void HearFastOpen(in TcpSegment segment)
    {
        if (!_isFastWanted)
            return;
        if (segment.Options.FastOpen is { Length: > 0 } cookie)
            _tcp.FastOpen.Store(_key.Remote, cookie, _peerMaximumSegment);
        int accepted = segment.Acknowledgment - _send.Next;
        if (accepted <= 0)
            return;
        _send.Advance(accepted);
        _sendQueue.AcknowledgeTo(segment.Acknowledgment);
        _octetsSent += accepted;
        _octetsAcknowledged += accepted;
        Account();
        TellWriter();
    }

    private void FastOpenTimedOut()
    {
        if (_fastLength > 0 && _synRetransmissions == 0 && _state == TcpState.SynSent)
            _tcp.FastOpen.Shun(_key.Remote, Stack.Now);
    }
}
