using System.Net.Sockets;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>Peers that open connections and then let them hang: bounded in number, time and memory (RFC 6429).</summary>
public sealed class SockstressTests : TcpScriptTests
{
    [Fact]
    public void Sockstress_a_closed_window_holds_an_orphan_for_a_bounded_time()
    {
        var script = Established(new() { Window = 100 }).Write(1000).IgnoreSent().Inject(". 1:1(0) ack 101 win 0").Close();
        for (int i = 0; i < 300; i++)
            script.Advance(1000).ForEachSent(_ => { }).Inject(". 1:1(0) ack 101 win 0");
        script.IgnoreSent().ExpectSockets(1);
    }

    [Fact]
    public void Sockstress_orphans_are_bounded_in_number()
    {
        var script = Established(new() { Tcp = new TcpSettings { OrphanLimit = 10 }, Backlog = 128 });
        for (int i = 1; i <= 30; i++)
            script.Another(i).Handshake().Accept().Close().IgnoreSent();
        script.ExpectSockets(12).ExpectCounter("orphaned connections evicted", 20);
        script.Advance(TimeSpan.FromMinutes(5)).IgnoreSent().ExpectSockets(2).Abort().IgnoreSent();
    }

    [Fact]
    public void Sockstress_stalled_connections_go_when_memory_is_used_up_and_their_users_are_told()
    {
        var first = Established(new() { Tcp = new TcpSettings { MemoryBudget = 100_000, QuickAcknowledgments = 0 }, Window = 100, Backlog = 64 });
        first.Write(60_000).IgnoreSent().Inject(". 1:1(0) ack 101 win 0").Advance(TimeSpan.FromSeconds(20)).IgnoreSent();
        var second = first.Another(1).Handshake().Accept().Write(50_000).IgnoreSent();
        first.ExpectCounter("connections with closed windows evicted for memory", 1).ExpectError(SocketError.NoBufferSpaceAvailable).IgnoreSent();
        second.ExpectState("established").Abort().IgnoreSent();
    }

    [Fact]
    public void FIN_WAIT_2_is_not_kept_when_the_user_does_not_want_it()
    {
        var script = Established().SetOption(TcpOption.Linger2, -1).Close().Expect("F. 1:1(0) ack 1");
        script.Inject(". 1:1(0) ack 2").ExpectSockets(1).ExpectNothing(1000);
        var other = script.Another(1).Handshake().Accept().Shutdown(SocketShutdown.Send).Expect("F. 1:1(0) ack 1").Inject(". 1:1(0) ack 2");
        other.SetOption(TcpOption.Linger2, -1).Close().Expect("R. 2:2(0) ack 1");
    }

    [Fact]
    public void The_beginning_of_a_connection_is_acknowledged_quickly()
    {
        var script = Established(new() { Tcp = new TcpSettings { QuickAcknowledgments = 2 } });
        script.Inject("P. 1:101(100) ack 1").Expect(". 1:1(0) ack 101").Inject("P. 101:201(100) ack 1").Expect(". 1:1(0) ack 201");
        script.Inject("P. 201:301(100) ack 1").ExpectAfter(40, ". 1:1(0) ack 301");
        script.Advance(5000).Inject("P. 301:401(100) ack 1").Expect(". 1:1(0) ack 401");
        script.Advance(5000).SetOption(TcpOption.QuickAck, 0).Inject("P. 401:501(100) ack 1").ExpectAfter(40, ". 1:1(0) ack 501");
        script.SetOption(TcpOption.QuickAck, 1).Inject("P. 501:601(100) ack 1").Expect(". 1:1(0) ack 601").Read(600).IgnoreSent();
    }

    [Fact]
    public void Those_who_take_turns_carry_acknowledgments_with_their_answers()
    {
        var script = Established(new() { Tcp = new TcpSettings { QuickAcknowledgments = 16 } });
        script.Inject("P. 1:101(100) ack 1").Expect(". 1:1(0) ack 101").Read(100);
        script.SetOption(TcpOption.QuickAck, 0).Inject("P. 101:201(100) ack 1").ExpectNothing(10).Read(100).Write(100).Expect("P. 1:101(100) ack 201");
        script.Inject("P. 201:301(100) ack 101").ExpectAfter(40, ". 101:101(0) ack 301", tolerance: 15).Read(100).IgnoreSent();
    }

    [Fact]
    public void The_segment_size_can_be_clamped()
    {
        var script = Listening(new() { Tcp = new TcpSettings { MostSegmentSize = 1300 } });
        script.Inject("S 0:0(0) win 65535 <mss 1460>").Expect("S. 0:0(0) ack 1 <mss 1300>").Inject(". 1:1(0) ack 1").Accept();
        script.ExpectInformation(i => i.SendMaximumSegment, 1300).Abort().IgnoreSent();
    }
}
