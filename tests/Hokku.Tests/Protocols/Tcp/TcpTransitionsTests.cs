using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Xunit;
using static Hokku.Protocols.Tcp.TcpState;

namespace Hokku.Tests.Protocols.Tcp;

public class TcpTransitionsTests
{
    private static readonly TcpState[] States = Enum.GetValues<TcpState>();

    // RFC 9293, figure 5, read from the picture; CLOSED may follow everything.
    private static readonly (TcpState, TcpState)[] Figure =
    [
        (Closed, Listen), (Closed, SynSent), (Listen, SynSent), (SynSent, SynReceived), (SynSent, Established), (SynReceived, Established),
        (SynReceived, FinWait1), (Established, FinWait1), (Established, CloseWait), (FinWait1, FinWait2), (FinWait1, Closing),
        (FinWait1, TimeWait), (FinWait2, TimeWait), (CloseWait, LastAck), (Closing, TimeWait),
    ];

    // Half-open connections get their endpoint in SYN-RECEIVED; a FIN may come with the handshake's last segment.
    private static readonly (TcpState, TcpState)[] Ours = [(Closed, SynReceived), (SynReceived, CloseWait)];

    [Fact]
    [Requirement("RFC 9293", "3.3.2")]
    public void Each_of_the_11_times_11_transitions_is_allowed_or_not_as_in_the_figure()
    {
        Assert.Equal(11, States.Length);
        foreach (var from in States)
        {
            foreach (var to in States)
            {
                bool expected = Figure.Contains((from, to)) || Ours.Contains((from, to)) || (to == Closed && from != Closed);
                Assert.True(expected == TcpTransitions.IsAllowed(from, to), $"{from} to {to}: {!expected}");
            }
        }
    }

    [Fact]
    public void Every_state_has_a_word_of_its_own() =>
        Assert.Equal(11, States.Select(TcpTransitions.Word).Distinct().Count());
}
