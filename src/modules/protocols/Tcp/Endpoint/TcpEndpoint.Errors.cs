using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>What the network reports (RFC 9293, 3.9.2.2; RFC 5927).</content>
internal sealed partial class TcpEndpoint
{
    // RFC 1191, 7.1: guesses for routers that do not say what they take.
    private static readonly int[] Plateaus = [32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68];

    /// <summary>ICMP says something about a segment that we sent. Who does not know what is in flight is not believed (RFC 5927, 4.1).</summary>
    public void NetworkErrorArrives(in NetworkError error, SequenceNumber sequence)
    {
        if (_send.InFlight == 0 || sequence < _send.Unacknowledged || sequence >= _send.Next)
        {
            _tcp.Statistics.ErrorsIgnored.Add();
            return;
        }

        if (error.Kind == NetworkErrorKind.MessageSize)
        {
            MessageTooBig((int)Math.Min(error.Value, ushort.MaxValue));
            return;
        }

        // MUST-55: source quench means nothing any more. Redirects are the routing's.
        if (error.SocketError == SocketError.Success)
            return;

        // MUST-56, and RFC 5927, 5.2: what may pass never aborts, and nothing aborts a connection that has worked. Our own layers know better
        // than a router: what they say about a first SYN is final.
        bool isFinal = !error.IsSoft || error.Reporter.IsUnspecified || error.Reporter.SameHost(_key.Local.WithPort(0));
        if (isFinal && _state is TcpState.SynSent or TcpState.SynReceived)
        {
            _tcp.Statistics.FailedOpens.Add();
            Terminate(error.SocketError);
            return;
        }

        _softError = error.SocketError;
    }

    private void MessageTooBig(int mtu)
    {
        if (mtu == 0)
            mtu = NextPlateau();
        int least = Settings.LeastSegmentSize + Domain.Protocol.HeaderLength + TcpSegment.LeastLength;
        if (mtu < _pathMtu)
            LowerPathMtu(Math.Max(mtu, least));
    }

    private int NextPlateau()
    {
        foreach (int plateau in Plateaus)
        {
            if (plateau < _pathMtu)
                return plateau;
        }

        return Plateaus[^1];
    }
}
