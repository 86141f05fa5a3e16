using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>URGENT/11 (CVE-2019-12255 and its kin) and CVE-2026-9539: urgent pointers of every kind with flags of every kind.</summary>
public sealed class UrgentPointerTests : TcpScriptTests
{
    public static TheoryData<string, int, int> Cases => new(
        from flags in new[] { "U.", "PU.", "UF.", "U", "US", "US.", "UR", "UR.", "USFRP." }
        from pointer in new[] { 0, 1, 2, 100, 101, 65535 }
        from length in new[] { 0, 1, 100 }
        select (flags, pointer, length));

    [Theory]
    [MemberData(nameof(Cases))]
    public void URGENT_11_any_pointer_with_any_flags_is_survived(string flags, int pointer, int length)
    {
        var script = Established();
        script.Inject($"{flags} 1:{1 + length}({length}) {(flags.Contains('.') ? "ack 1 " : "")}urg {pointer}").IgnoreSent();
        script.Inject($"U. {1 + length}:{11 + length}(10) ack 1 urg {pointer}").IgnoreSent();
        script.ReadWhateverThereIs().Advance(1000).IgnoreSent();
        script.Abort().IgnoreSent();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    public void URGENT_11_a_pointer_in_the_handshake_is_survived(int pointer)
    {
        var script = Listening().Inject($"US 0:0(0) win 1000 urg {pointer} <mss 1460>").IgnoreSent();
        script.Inject($"U. 1:1(0) ack 1 win 1000 urg {pointer}").Accept().ExpectState("established").IgnoreSent();
    }

    [Fact]
    public void CVE_2026_9539_a_pointer_that_moves_back_and_forth_loses_no_text()
    {
        var script = Established().SetOption(Hokku.Wire.Control.SocketOption.OutOfBandInline, 1);
        for (uint i = 0; i < 50; i++)
            script.Inject($"U. {1 + (i * 10)}:{11 + (i * 10)}(10) ack 1 urg {(i * 7919) % 65536}").IgnoreSent();
        script.Advance(100).IgnoreSent();
        int read = 0;
        while (read < 500)
        {
            int available = script.Readable;
            Assert.True(available > 0);
            script.Read(available).IgnoreSent();
            read += available;
        }
    }
}
