using Hokku.Abstractions;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>What routers report (RFC 9293, 3.9.2.2; RFC 5927).</summary>
public sealed class TcpErrorTests : TcpScriptTests
{
    public static TheoryData<NetworkErrorKind> SoftErrors =>
    [
        NetworkErrorKind.UnreachableNetwork, NetworkErrorKind.UnreachableHost, NetworkErrorKind.UnreachableSourceFailed,
        NetworkErrorKind.TransitTimeExceeded, NetworkErrorKind.ReassemblyTimeExceeded, NetworkErrorKind.ParameterProblem,
    ];

    public static TheoryData<NetworkErrorKind> HardErrors => [NetworkErrorKind.UnreachableProtocol, NetworkErrorKind.UnreachablePort];

    [Theory]
    [MemberData(nameof(SoftErrors))]
    [Requirement("RFC 9293", "MUST-54")]
    [Requirement("RFC 9293", "MUST-56")]
    [Requirement("RFC 9293", "SHLD-25")]
    public void What_may_pass_does_not_end_a_connection_and_is_told_if_it_ends(NetworkErrorKind kind)
    {
        var script = Established().Write(100).Expect("P. 1:101(100)").InjectError(kind, "P. 1:101(100)").ExpectState("established");
        script.ExpectAfter(201, "P. 1:101(100)").Advance(TimeSpan.FromMinutes(30)).IgnoreSent();
        script.ExpectError(new NetworkError(kind).SocketError);
    }

    [Theory]
    [MemberData(nameof(SoftErrors))]
    [Requirement("RFC 9293", "MUST-56")]
    public void What_may_pass_does_not_end_a_connect(NetworkErrorKind kind) => Connecting()
        .Expect("S 0:0(0)")
        .InjectError(kind, "S 0:0(0)")
        .ExpectState("syn-sent")
        .ExpectAfter(1000, "S 0:0(0)")
        .Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Expect(". 1:1(0) ack 1");

    [Theory]
    [MemberData(nameof(HardErrors))]
    [Requirement("RFC 9293", "SHLD-26")]
    public void What_is_final_ends_a_connect(NetworkErrorKind kind) => Connecting()
        .Expect("S 0:0(0)")
        .InjectError(kind, "S 0:0(0)")
        .ExpectState("closed")
        .ExpectError(new NetworkError(kind).SocketError)
        .ExpectNothing(10_000);

    [Fact]
    [Requirement("RFC 5927", "5.2")]
    public void What_is_final_does_not_end_a_connection_that_has_worked() => Established()
        .Write(100)
        .Expect("P. 1:101(100)")
        .InjectError(NetworkErrorKind.UnreachablePort, "P. 1:101(100)")
        .ExpectState("established")
        .Inject(". 1:1(0) ack 101");

    [Fact]
    [Requirement("RFC 9293", "MUST-55")]
    public void Source_quench_is_silently_discarded() => Established()
        .Write(100)
        .Expect("P. 1:101(100)")
        .InjectError(NetworkErrorKind.Quench, "P. 1:101(100)")
        .ExpectState("established")
        .ExpectNothing(100)
        .Inject(". 1:1(0) ack 101");

    [Theory]
    [InlineData("P. 5001:5101(100)")]
    [InlineData("P. 0:100(100)")]
    [Requirement("RFC 9293", "MUST-54")]
    [Requirement("RFC 5927", "4.1")]
    public void Who_does_not_know_what_is_in_flight_is_not_believed(string quoted) => Established()
        .Write(100)
        .Expect("P. 1:101(100)")
        .InjectError(NetworkErrorKind.MessageSize, quoted, 600)
        .ExpectCounter("network errors not believed", 1)
        .ExpectInformation(i => i.SendMaximumSegment, 1460)
        .Inject(". 1:1(0) ack 101");

    [Fact]
    [Requirement("RFC 5927", "4.1")]
    public void An_error_about_an_idle_connection_is_not_believed() => Established()
        .InjectError(NetworkErrorKind.UnreachablePort, ". 1:1(0)")
        .ExpectCounter("network errors not believed", 1)
        .ExpectState("established");
}
