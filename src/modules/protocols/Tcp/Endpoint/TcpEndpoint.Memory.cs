using System.Net.Sockets;
using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <content>How large the buffers are, and what they hold: tuned to the path, within the stack's budget.</content>
internal sealed partial class TcpEndpoint
{
    // What a connection may hold whatever the others do.
    private const int Guaranteed = 4096;

    // What it may hold, and promise anew, while memory is scarce.
    private const int WhenPressed = 32 << 10;

    // A buffer that was not used for so long begins anew.
    private static readonly TimeSpan Forgetful = TimeSpan.FromSeconds(10);

    private readonly int _firstSendBuffer;
    private readonly int _firstReceiveBuffer;
    private ReceiveTuning _tuning;
    private int _charged;
    private EndpointLinks _earlyLinks;
    private EndpointLinks _orphanedLinks;
    private EndpointLinks _stalledLinks;

    /// <summary>The largest that the receive buffer can become: what the window's shift must cover.</summary>
    public int MostReceiveBuffer => Has(SocketOptions.ReceiveBufferLocked) ? Socket.ReceiveBufferSize : Math.Max(Socket.ReceiveBufferSize, Settings.MostReceiveBuffer);

    /// <summary>Octets for which there is room behind RCV.NXT.</summary>
    private int ReceiveSpace
    {
        get
        {
            int size = Socket.ReceiveBufferSize;
            if (_windowClamp > 0)
                size = Math.Min(size, _windowClamp);
            if (_tcp.Memory.IsPressed)
                size = Math.Min(size, WhenPressed);
            return Math.Max(size - _receiveQueue.Length, 0);
        }
    }

    private int SendLimit => _tcp.Memory.IsExceeded ? Math.Min(Guaranteed, Socket.SendBufferSize) : Socket.SendBufferSize;

    /// <summary>Gives up text that came before its turn; the peer must send it again, as it must expect (RFC 2018, 8).</summary>
    public void ForgetEarly()
    {
        _tcp.Statistics.OutOfOrderEvicted.Add(_receiveQueue.EarlyCount);
        _receiveQueue.ForgetEarly();
        Account();
    }

    /// <summary>Ends for want of memory; the peer is told by a reset.</summary>
    public void Evict()
    {
        SendReset();
        Terminate(SocketError.NoBufferSpaceAvailable);
    }

    /// <summary>The place on a list of that kind.</summary>
    public ref EndpointLinks Links(EndpointListKind kind)
    {
        if (kind == EndpointListKind.Early)
            return ref _earlyLinks;
        if (kind == EndpointListKind.Orphaned)
            return ref _orphanedLinks;
        return ref _stalledLinks;
    }

    /// <summary>Tells the budget what the queues hold now.</summary>
    private void Account()
    {
        int early = _receiveQueue.EarlyOctets;
        int held = _sendQueue.Length + _receiveQueue.Length + early;
        if (early > 0)
            _tcp.Memory.Early.Add(this);
        else
            _tcp.Memory.Early.Remove(this);
        int change = held - _charged;
        if (change == 0)
            return;
        _charged = held;
        _tcp.Memory.Change(change);
    }

    /// <summary>Whether memory is so scarce that this much more text cannot be taken.</summary>
    private bool IsTooMuch(bool isInOrder) => isInOrder
        ? _receiveQueue.Length >= Guaranteed && _tcp.Memory.IsExceeded
        : _receiveQueue.EarlyOctets >= WhenPressed ? _tcp.Memory.IsPressed : _tcp.Memory.IsExceeded;

    /// <summary>The user has read so much.</summary>
    private void TuneReceiving(int octets)
    {
        Account();
        long wanted = _tuning.Read(octets, _delayedAck.FullSize, Stack.Now);
        if (wanted <= Socket.ReceiveBufferSize || Has(SocketOptions.ReceiveBufferLocked) || _tcp.Memory.IsPressed)
            return;
        Socket.ReceiveBufferSize = (int)Math.Min(wanted, Math.Max(Settings.MostReceiveBuffer, Socket.ReceiveBufferSize));
    }

    /// <summary>What congestion control admits should fit twice: once in flight, once waiting.</summary>
    private void TuneSending()
    {
        Account();
        long wanted = 2L * Loss.Window;
        if (wanted <= Socket.SendBufferSize || Has(SocketOptions.SendBufferLocked) || _tcp.Memory.IsPressed)
            return;
        Socket.SendBufferSize = (int)Math.Min(wanted, Math.Max(Settings.MostSendBuffer, Socket.SendBufferSize));
    }

    // Promised windows stay promised; they only do not grow again before they are used again.
    private void ForgetTuning(TimeSpan silence)
    {
        if (silence > _roundTrip.Timeout)
            _delayedAck.Quicken(Settings.QuickAcknowledgments);
        if (silence < Forgetful)
            return;
        if (!Has(SocketOptions.ReceiveBufferLocked))
            Socket.ReceiveBufferSize = Math.Min(Socket.ReceiveBufferSize, _firstReceiveBuffer);
        _tuning.Begin(_tuning.RoundTrip, Stack.Now, InitialSpace);
    }

    private void ForgetSendTuning(TimeSpan silence)
    {
        if (silence >= Forgetful && !Has(SocketOptions.SendBufferLocked))
            Socket.SendBufferSize = Math.Min(Socket.SendBufferSize, _firstSendBuffer);
    }

    private int InitialSpace => 10 * Math.Max(_segmentSize, Settings.LeastSegmentSize);
}
