using System.Runtime.InteropServices;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <content>What TCP knows of a connection.</content>
public sealed partial class HokkuSocket
{
    /// <summary>How the connection does at the moment.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">ProtocolOption: this is no TCP socket.</exception>
    public TcpConnectionState GetTcpState()
    {
        ThrowIfDisposed();
        var state = default(TcpInformation);
        Check(Driver.GetOption(SocketLevel.Tcp, (int)TcpOption.Information, MemoryMarshal.AsBytes(new Span<TcpInformation>(ref state)), out _));
        return new TcpConnectionState(
            TimeSpan.FromMicroseconds(state.RoundTripTime),
            TimeSpan.FromMicroseconds(state.RetransmissionTimeout),
            state.CongestionWindow,
            state.SlowStartThreshold,
            state.Unacknowledged,
            state.NotSent,
            state.TotalRetransmits,
            state.OctetsSent,
            state.OctetsReceived,
            state.PathMtu);
    }
}
