using System.Net.Sockets;
using System.Text;
using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <content>The connection's congestion control: which one it is, and what it is told.</content>
internal sealed partial class TcpEndpoint
{
    private ICongestionControl _congestion;

    // Whose code the congestion control is, when it is not this module's: it stays loaded meanwhile.
    private INetModule? _congestionOwner;
    private WindowUse _windowUse;

    private ICongestionControl CreateCongestion(string name)
    {
        var congestion = CongestionChoice.Create(Stack, name, out var owner)
            ?? throw new InvalidOperationException($"There is no congestion control '{name}'; there are: {string.Join(", ", Stack.CongestionControls)}.");
        ReleaseCongestion();
        if (owner is null || ReferenceEquals(owner, Module))
            return congestion;
        _congestionOwner = owner;
        Stack.Retain(owner);
        return congestion;
    }

    private void ReleaseCongestion()
    {
        if (_congestionOwner is not null)
            Stack.Release(_congestionOwner);
        _congestionOwner = null;
    }

    private SocketError SetCongestion(ReadOnlySpan<byte> octets)
    {
        string name = Encoding.UTF8.GetString(octets.TrimEnd((byte)0));
        if (!CongestionChoice.IsKnown(Stack, name))
            return SocketError.InvalidArgument;
        SetCongestion(name);
        return SocketError.Success;
    }

    private void SetCongestion(string name)
    {
        if (name == _congestion.Name)
            return;
        int window = _congestion.Window;
        _congestion = CreateCongestion(name);
        if (_recovery is not null)
            _recovery.Congestion = _congestion;
        if (!IsSynchronized)
            return;
        _congestion.Begin(CongestionBeginning with { Window = window });
    }

    private CongestionStart CongestionBeginning => new()
    {
        SegmentSize = _segmentSize,
        IsSynLost = _synRetransmissions > 0,
        Now = Stack.Now,
        RoundTrip = _roundTrip.Smoothed,
    };

    /// <summary>What an acknowledgment of new data says, as congestion control sees it.</summary>
    private AcknowledgmentSample Sample(int octets, int inFlight, TimeSpan roundTrip) => new(octets, inFlight, roundTrip, Stack.Now)
    {
        IsWindowLimited = !_ecn.IsEchoed && _windowUse.IsLimited(_congestion.Window, _congestion.Threshold),
        SmoothedRoundTrip = _roundTrip.Smoothed,
        Acknowledgment = _octetsAcknowledged,
        Sent = _octetsAcknowledged + _send.InFlight,
    };

    /// <summary>Remembers at the end of output whether the congestion window has held something back.</summary>
    private void NoteWindowUse()
    {
        int inFlight = _board.Pipe;
        if (_send.Next >= _sendQueue.End && !_board.IsAnythingMissing && inFlight < Loss.Window)
            _board.Clock.LimitedByUser(inFlight);
        int waiting = _board.IsAnythingMissing ? _segmentSize : Math.Min(_sendQueue.End - _send.Next, _segmentSize);
        _windowUse.Sent(inFlight, waiting > 0 && inFlight + waiting > Loss.Window, _octetsAcknowledged, _octetsAcknowledged + _send.InFlight);
    }

    /// <summary>RFC 5681, 4.1: a window that was not used for long is worth little.</summary>
    private void RestartAfterIdle()
    {
        if (IsSynchronized && _send.InFlight == 0)
            _congestion.Restarted(Stack.Now, Stack.Now - _lastSent, _roundTrip.Timeout);
    }
}
