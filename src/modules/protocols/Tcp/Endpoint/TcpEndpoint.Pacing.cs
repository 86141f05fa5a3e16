using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Wire.Control;

namespace Hokku.Protocols.Tcp;

/// <content>Pacing: asked for by the congestion control, the user (SO_MAX_PACING_RATE), or the stack's settings.</content>
internal sealed partial class TcpEndpoint
{
    // As Linux has it: enough above the window's rate that pacing is not what holds it back.
    private const double SlowStartGain = 2;
    private const double AvoidanceGain = 1.2;
    private const int MostQuantum = 64 << 10;

    private Pacer _pacer;
    private NetTimer? _paceTimer;
    private long _mostPacingRate;

    /// <summary>Octets a second at which data leave now; 0 when they are not paced.</summary>
    private long PacingRate
    {
        get
        {
            long rate = _congestion.PacingRate;
            if (rate == 0 && Settings.IsPaced && _roundTrip.Smoothed > TimeSpan.Zero)
                rate = (long)((_congestion.Window < _congestion.Threshold ? SlowStartGain : AvoidanceGain) * _congestion.Window / _roundTrip.Smoothed.TotalSeconds);
            if (_mostPacingRate > 0)
                rate = rate == 0 ? _mostPacingRate : Math.Min(rate, _mostPacingRate);
            return rate;
        }
    }

    /// <summary>Takes the rate that holds now; before output.</summary>
    private void UpdatePacing()
    {
        long rate = PacingRate;
        if (rate == 0 && !_pacer.IsOn)
            return;
        int quantum = (int)Math.Clamp(rate / 1000, 2 * _segmentSize, Math.Max(MostQuantum, 2 * _segmentSize));
        _pacer.Set(rate, _congestion.SendQuantum > 0 ? Math.Min(_congestion.SendQuantum, quantum) : quantum, Stack.Now);
    }

    /// <summary>Whether output must wait; then it goes on when the timer expires.</summary>
    private bool IsHeldByPace()
    {
        if (!_pacer.IsOn || (_send.Next >= _sendQueue.End && !_board.IsAnythingMissing) || _pacer.MaySend(Stack.Now))
            return false;
        _paceTimer ??= new NetTimer(this);
        if (!_paceTimer.IsArmed)
            Stack.Arm(_paceTimer, _pacer.Delay);
        return true;
    }

    private void StopPacing()
    {
        if (_paceTimer is not null)
            Stack.Cancel(_paceTimer);
    }

    private SocketError SetPacingRate(ReadOnlySpan<byte> value)
    {
        ulong rate;
        if (value.Length >= sizeof(ulong))
            rate = MemoryMarshal.Read<ulong>(value);
        else if (MemoryMarshal.TryRead(value, out uint number))
            rate = number == uint.MaxValue ? ulong.MaxValue : number;
        else
            return SocketError.InvalidArgument;
        _mostPacingRate = rate >= long.MaxValue ? 0 : (long)rate;
        return SocketError.Success;
    }

    private SocketError GetPacingRate(Span<byte> value, out int length)
    {
        long rate = _mostPacingRate == 0 ? -1 : _mostPacingRate;
        return value.Length >= sizeof(long) ? Write(value, rate, out length) : Write(value, (uint)Math.Min((ulong)rate, uint.MaxValue), out length);
    }

    private static bool IsPacingRate(SocketLevel level, int option) => level == SocketLevel.Socket && (SocketOption)option == SocketOption.MaximumPacingRate;
}
