using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Xunit;
using static Hokku.Protocols.Tcp.TcpState;

namespace Hokku.Tests.Protocols.Tcp;

/// <summary>
/// The 11 times 11 pairs of states, driven: a real endpoint is brought into every state, and everything that can happen to a connection happens to it.
/// Each pair then either came about by the RFC's event, or never.
/// </summary>
public sealed class StateMachineTests
{
    // RFC 9293, figure 5 and section 3.10: what happens, and where it leads. What is not here changes no state.
    private static readonly Dictionary<(TcpState From, string Event), TcpState> Expected = new()
    {
        [(Closed, "listen")] = Listen,
        [(Closed, "connect")] = SynSent,
        [(Listen, "close")] = Closed,
        [(SynSent, "close")] = Closed,
        [(SynSent, "abort")] = Closed,
        [(SynSent, "an hour")] = Closed,
        [(SynSent, "syn")] = SynReceived,
        [(SynSent, "syn-ack")] = Established,
        [(SynSent, "syn-ack+text")] = Established,
        [(SynSent, "reset+ack")] = Closed,
        [(SynReceived, "abort")] = Closed,
        [(SynReceived, "shutdown")] = FinWait1,
        [(SynReceived, "close")] = FinWait1,
        [(SynReceived, "an hour")] = Closed,
        [(SynReceived, "ack")] = Established,
        [(SynReceived, "text")] = Established,
        [(SynReceived, "fin+ack")] = CloseWait,
        [(SynReceived, "reset")] = Closed,
        [(SynReceived, "reset+ack")] = Closed,
        [(Established, "shutdown")] = FinWait1,
        [(Established, "close")] = FinWait1,
        [(Established, "abort")] = Closed,
        [(Established, "fin")] = CloseWait,
        [(Established, "fin+ack")] = CloseWait,
        [(Established, "reset")] = Closed,
        [(Established, "reset+ack")] = Closed,
        [(FinWait1, "abort")] = Closed,
        [(FinWait1, "an hour")] = Closed,
        [(FinWait1, "ack")] = FinWait2,
        [(FinWait1, "text")] = FinWait2,
        [(FinWait1, "fin")] = Closing,
        [(FinWait1, "fin+ack")] = TimeWait,
        [(FinWait1, "reset")] = Closed,
        [(FinWait1, "reset+ack")] = Closed,
        [(FinWait2, "abort")] = Closed,
        [(FinWait2, "fin")] = TimeWait,
        [(FinWait2, "fin+ack")] = TimeWait,
        [(FinWait2, "reset")] = Closed,
        [(FinWait2, "reset+ack")] = Closed,
        [(CloseWait, "shutdown")] = LastAck,
        [(CloseWait, "close")] = LastAck,
        [(CloseWait, "abort")] = Closed,
        [(CloseWait, "reset")] = Closed,
        [(CloseWait, "reset+ack")] = Closed,
        [(Closing, "abort")] = Closed,
        [(Closing, "an hour")] = Closed,
        [(Closing, "ack")] = TimeWait,
        [(Closing, "text")] = TimeWait,
        [(Closing, "fin+ack")] = TimeWait,
        [(Closing, "reset")] = Closed,
        [(Closing, "reset+ack")] = Closed,
        [(LastAck, "abort")] = Closed,
        [(LastAck, "an hour")] = Closed,
        [(LastAck, "ack")] = Closed,
        [(LastAck, "text")] = Closed,
        [(LastAck, "fin+ack")] = Closed,
        [(LastAck, "reset")] = Closed,
        [(LastAck, "reset+ack")] = Closed,

        // The socket lets go; what answers the peer for two segment lifetimes more is no endpoint.
        [(TimeWait, "close")] = Closed,
        [(TimeWait, "abort")] = Closed,
    };

    private static readonly string[] Events =
    [
        "listen", "connect", "shutdown", "close", "abort", "an hour", "syn", "syn-ack", "syn-ack+text", "ack", "old ack", "text", "fin", "fin+ack", "reset",
        "reset+ack", "wrong reset", "wrong ack", "no flags", "syn+fin",
    ];

    public static TheoryData<TcpState, string> Everything => new(from state in Enum.GetValues<TcpState>() from what in Events select (state, what));

    [Theory]
    [MemberData(nameof(Everything))]
    [Requirement("RFC 9293", "3.3.2")]
    public void Whatever_happens_in_a_state_leads_where_the_figure_says(TcpState from, string what)
    {
        using var script = new Driven(from);
        Assert.Equal(TcpTransitions.Word(from), script.State);
        script.Do(what);
        Assert.Equal(TcpTransitions.Word(Expected.GetValueOrDefault((from, what), from)), script.State);
    }

    [Fact]
    [Requirement("RFC 9293", "3.3.2")]
    public void Every_pair_of_states_either_happens_or_is_not_in_the_table()
    {
        // Steps that one event makes unseen between two others, and what users of sockets cannot do.
        (TcpState, TcpState)[] unseen = [(Closed, SynReceived), (Listen, SynSent)];
        foreach (var from in Enum.GetValues<TcpState>())
        {
            foreach (var to in Enum.GetValues<TcpState>())
            {
                bool happens = unseen.Contains((from, to)) || Expected.Any(e => e.Key.From == from && e.Value == to);
                Assert.True(happens == TcpTransitions.IsAllowed(from, to), $"{from} to {to}: {(happens ? "happens and is not" : "is in the table and does not happen")}");
            }
        }
    }

    /// <summary>A connection that was brought into a state, with the numbers that its peer now has.</summary>
    private sealed class Driven : IDisposable
    {
        private readonly TcpScript _script;
        private readonly Func<string> _state;
        private uint _ours = 1;
        private uint _ourNext = 1;
        private uint _peer = 1;

        public Driven(TcpState state)
        {
            _script = state switch
            {
                Closed => TcpScript.Listening().OpenSocket(port: 9000),
                Listen => TcpScript.Listening(),
                SynSent => TcpScript.Connecting().Expect("S 0:0(0)"),
                SynReceived => TcpScript.Connecting().Expect("S 0:0(0)").Inject("S 0:0(0) win 65535 <mss 1460>").Expect("S. 0:0(0) ack 1"),
                _ => TcpScript.Established(),
            };
            _ours = state is SynSent or SynReceived ? 0u : 1;
            _state = state == Listen ? _script.WatchListener() : _script.Watch();
            if (state is FinWait1 or FinWait2 or Closing or TimeWait)
                Finish();
            if (state is CloseWait or LastAck)
                PeerFinishes();
            if (state is LastAck)
                Finish();
            if (state is FinWait2 or TimeWait)
                _script.Inject($". 1:1(0) ack {_ours = _ourNext}");
            if (state is Closing or TimeWait)
                PeerFinishes();
            _script.IgnoreSent();
            IsListener = state == Listen;
        }

        public string State => _state();

        private bool IsListener { get; }

        public void Do(string what)
        {
            switch (what)
            {
                case "listen": _script.ListenAgain(); break;
                case "connect": _script.ConnectTo(_script.Peer); break;
                case "shutdown" when !IsListener: _script.TryShutdown(); break;
                case "close" when IsListener: _script.CloseListener(); break;
                case "close": _script.Close(); break;
                case "abort" when !IsListener: _script.Abort(); break;
                case "an hour": _script.Advance(TimeSpan.FromHours(1)); break;
                default: Arrives(what); break;
            }

            _script.IgnoreSent();
        }

        public void Dispose() => _script.Dispose();

        private void Arrives(string what)
        {
            string? segment = what switch
            {
                "syn" => $"S {_peer - 1}:{_peer - 1}(0) win 65535 <mss 1460>",
                "syn-ack" => $"S. {_peer - 1}:{_peer - 1}(0) ack {_ourNext} win 65535 <mss 1460>",
                "syn-ack+text" => $"S. {_peer - 1}:{_peer + 9}(10) ack {_ourNext} win 65535 <mss 1460>",
                "ack" => $". {_peer}:{_peer}(0) ack {_ourNext}",
                "old ack" => $". {_peer}:{_peer}(0) ack {_ours}",
                "text" => $"P. {_peer}:{_peer + 10}(10) ack {_ourNext}",
                "fin" => $"F. {_peer}:{_peer}(0) ack {_ours}",
                "fin+ack" => $"F. {_peer}:{_peer}(0) ack {_ourNext}",
                "reset" => $"R {_peer}:{_peer}(0)",
                "reset+ack" => $"R. {_peer}:{_peer}(0) ack {_ourNext}",
                "wrong reset" => $"R {_peer + 500}:{_peer + 500}(0)",
                "wrong ack" => $". {_peer}:{_peer}(0) ack {_ourNext + 5000}",
                "no flags" => $"- {_peer}:{_peer}(0)",
                "syn+fin" => $"SF {_peer}:{_peer}(0)",
                _ => null,
            };
            if (segment is not null)
                _script.Inject(segment);
        }

        private void Finish()
        {
            _script.Shutdown(System.Net.Sockets.SocketShutdown.Send).IgnoreSent();
            _ourNext = 2;
        }

        private void PeerFinishes()
        {
            _script.Inject($"F. 1:1(0) ack {_ours}").IgnoreSent();
            _peer = 2;
        }
    }
}
