using System.Runtime.InteropServices;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

[Requirement("RFC 9293", "MUST-30")]
[Requirement("RFC 6093", "3")]
public class UrgentTests
{
    [Fact]
    public void An_urgent_octet_is_read_out_of_band_and_marks_its_place()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Send("abc"u8);
        client.Send("!"u8, MessageFlags.OutOfBand);
        client.Send("def"u8);
        pair.Advance(200);
        Assert.True(server.Poll.HasFlag(SocketEvents.Urgent));
        Assert.Equal("!"u8.ToArray(), server.Receive(1, MessageFlags.OutOfBand));
        Assert.False(server.Poll.HasFlag(SocketEvents.Urgent));
        Assert.False(IsAtMark(server));
        Assert.Equal("abc"u8.ToArray(), server.Receive());
        Assert.True(IsAtMark(server));
        Assert.Equal("def"u8.ToArray(), server.Receive());
        Assert.False(IsAtMark(server));
    }

    [Fact]
    public void It_stays_readable_when_the_stream_has_gone_past_it()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Send("a!"u8, MessageFlags.OutOfBand);
        client.Send("b"u8);
        pair.Advance(200);
        Assert.Equal("a"u8.ToArray(), server.Receive());
        Assert.Equal("b"u8.ToArray(), server.Receive());
        Assert.Equal("!"u8.ToArray(), server.Receive(1, MessageFlags.OutOfBand));
    }

    [Fact]
    public void Inline_it_is_part_of_the_stream()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        server.Set(SocketOption.OutOfBandInline, 1);
        client.Send("a!"u8, MessageFlags.OutOfBand);
        client.Send("b"u8);
        pair.Advance(200);
        Assert.Equal("a"u8.ToArray(), server.Receive());
        Assert.True(IsAtMark(server));
        Assert.Equal("!b"u8.ToArray(), server.Receive());
    }

    private static bool IsAtMark(TcpUser user)
    {
        int value = 0;
        user.Inside(() => user.Socket.Control(DriverCommand.AtUrgentMark, MemoryMarshal.AsBytes(new Span<int>(ref value)), out _));
        return value == 1;
    }
}
