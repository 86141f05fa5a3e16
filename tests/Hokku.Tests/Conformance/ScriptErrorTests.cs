using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>A script that is wrong, or not met, says in which file and line, what was wrong, and what would be right.</summary>
public sealed class ScriptErrorTests
{
    [Theory]
    [InlineData("speed 5", "1: 'speed 5' is no event: '< packet', '> packet', 'call(...) = result' or 'wait' is needed")]
    [InlineData("tcp Colour 3", "1: there is no setting 'Colour' of TCP; there are: MaximumSegmentLifetime")]
    [InlineData("tcp LeastTimeout fast", "1: 'fast' is no value for LeastTimeout: seconds, as 0.5 is needed")]
    [InlineData("family IPv6", "1: 'family IPv4' is the only family there is so far")]
    [InlineData("\n+1x wait", "2: '+1x' is no time: seconds are needed, as '+0.2' after the last event")]
    [InlineData("+2~+1 > nothing", "1: '+2~+1' ends before it begins")]
    [InlineData("established\nmtu 900", "2: 'mtu' is a setting and belongs before the first event")]
    [InlineData("established size 5", "1: 'established size 5': only a window and options can follow, as in 'established win 65535")]
    public void A_line_that_cannot_be_read_is_named(string text, string message) => Says(message, () => ScriptFile.Parse("x.script", text));

    [Theory]
    [InlineData("established\n< Q 1:1(0)", "2: 'Q 1:1(0)' is no segment: flags are of S F R P U E W and '.', or '-' for none, not 'Q', as in 'P. 1:1461(1460)")]
    [InlineData("established\n< . 1:5(3) ack 1", "2: '. 1:5(3) ack 1' is no segment: a length of 4 is needed, as the sequence numbers say, not 3")]
    [InlineData("established\n< . 1:1(0) back 1", "'ack', 'win', 'urg' or '<options>' is needed, not 'back'")]
    [InlineData("established\n< . 1:1(0) ack *", "a number of at most 4294967295 is needed, not '*'")]
    [InlineData("established\n< . 1:1(0) ack 1 <wscal 3>", "'wscal 3' is no option: mss N, wscale N, sackOK")]
    [InlineData("established\n< . 1:1(0) ack 1 <FO $c>", "nothing is called $c yet")]
    [InlineData("established\n< [pink] . 1:1(0) ack 1", "'pink' is no mark of a packet: noecn, ect0, ect1, ce, tos N")]
    [InlineData("established\n< icmp fire [1:1(0)]", "'icmp fire' is no message: unreachable net")]
    [InlineData("established\nflush(4) = 0", "2: there is no call 'flush'; there are: socket(stream) = N")]
    [InlineData("established\nwrite(7, 10) = 10", "2: there is no socket 7; there are: 3, 4; the call is write(N, OCTETS)")]
    [InlineData("established\nsetsockopt(4, TCP_SPEED, 1) = 0", "there is no option 'TCP_SPEED'; there are: SO_REUSEADDR")]
    [InlineData("established\ninfo(4, mood) = 0", "there is no figure 'mood'; there are: cwnd")]
    [InlineData("established\n+1~+2 write(4, 1) = 1", "what the script does happens at one time, such as '+0.2'")]
    [InlineData("established\n+1 wait\n0.5 wait", "3: this should happen at 0.5 s, but it is 1 s already")]
    public void An_event_that_cannot_be_done_is_named(string text, string message) => Says(message, () => ScriptFile.Parse("x.script", text).Run());

    [Theory]
    [InlineData("established\nwrite(4, 10) = 10\n> P. 1:12(11) ack 1", "3: expected: P. 1:12(11) ack 1\n    sent: P. 1:11(10) ack 1\n                ^")]
    [InlineData("established\nwrite(4, 10) = 10\n> P. 1:11(10) ack 1 win 5~9", "expected: P. 1:11(10) ack 1 win 5~9\n    sent: P. 1:11(10) ack 1 win 65535")]
    [InlineData("established\n> . 1:1(0) ack 1", "2: expected: . 1:1(0) ack 1\n    sent: nothing")]
    [InlineData("established\nwrite(4, 10) = 10", "2: expected: the end of the script\n    sent: P. 1:11(10) ack 1 win 65535")]
    [InlineData("established\nread(4, 10) = 5", "2: expected: read(4, 10) = 5\n     was: -1 EAGAIN")]
    [InlineData("established\nwrite(4, 10) = 10\n+1 > P. 1:11(10) ack 1", "sent: 0 s after it")]
    public void What_was_not_met_is_shown_beside_what_was_expected(string text, string message) => Says(message, () => ScriptFile.Parse("x.script", text).Run());

    [Fact]
    public void A_failure_shows_everything_that_happened() =>
        Says("    0.1000  < . 1:1(0) ack 1\n", () => ScriptFile.Parse("x.script", "established\n+0.1 < . 1:1(0) ack 1\n> nothing\nstate(4) = closed").Run());

    private static void Says(string message, Action action)
    {
        var failure = Assert.Throws<ScriptFileException>(action);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("x.script:", failure.Message, StringComparison.Ordinal);
    }
}
