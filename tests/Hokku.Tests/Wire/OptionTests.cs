using CsCheck;
using Hokku.Testing;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>Options of IPv4 and TCP headers: what is understood, what is passed over, and what is malformed.</summary>
[Collection(Figures.FiguresCollection.Name)]
public sealed class OptionTests
{
    [Theory]
    [Requirement("RFC 9293", "MUST-7")]
    [InlineData("0200")]
    [InlineData("0201")]
    [InlineData("020405")]
    [InlineData("02")]
    [InlineData("080a00000001")]
    [InlineData("05ff")]
    [InlineData("020405b4 0800 0402")]
    public void Amnesia33_tcp_option_length_0_1_or_past_the_rest_ends_the_list(string hex)
    {
        var options = TcpOptions.Parse(KnownVectorTests.Hex(hex));
        Assert.True(options.IsMalformed);
        Assert.False(options.SackPermitted);
        Assert.Equal(hex.Length > 12 && hex[1] == '2' ? (ushort)1460 : null, options.MaximumSegmentSize);
    }

    [Theory]
    [Requirement("RFC 9293", "MUST-6")]
    [InlineData("fe04ffff 0402")]
    [InlineData("1e02 0402")]
    [InlineData("020305 0402")]
    [InlineData("0306 00000000 0402")]
    [InlineData("0810 0000000000000000000000000000 0402")]
    [InlineData("050a0000000000000000 0402")]
    [InlineData("0504ffff 0402")]
    public void Ripple20_unknown_or_misshapen_options_are_passed_over(string hex)
    {
        var options = TcpOptions.Parse(KnownVectorTests.Hex(hex));
        Assert.False(options.IsMalformed);
        Assert.True(options.SackPermitted);
        Assert.Null(options.MaximumSegmentSize);
        Assert.Null(options.WindowScale);
        Assert.Null(options.Timestamps);
    }

    [Fact]
    public void Nothing_behind_the_end_of_the_list_counts() =>
        Assert.Equal(default, TcpOptions.Parse(KnownVectorTests.Hex("00 020405b4 0200")));

    [Fact]
    [Requirement("RFC 7323", "2.3-3")]
    public void A_window_scale_beyond_14_counts_as_14() => Assert.Equal((byte?)14, TcpOptions.Parse([3, 3, 255]).WindowScale);

    [Fact]
    public void Sack_blocks_that_find_no_room_beside_timestamps_are_left_out()
    {
        var blocks = new SackBlock[4];
        blocks.AsSpan().Fill(new(new(1), new(2)));
        var options = new TcpOptions { Timestamps = new(1, 2), Sack = new(blocks) };
        Assert.Equal(3, options.SackCount);
        Assert.Equal(40, options.Length);
        byte[] octets = new byte[40];
        Assert.Equal(40, options.Write(octets));
        Assert.Equal(3, TcpOptions.Parse(octets).Sack.Count);
    }

    [Fact]
    public void Options_that_came_without_padding_are_written_with_it()
    {
        byte[] octets = KnownVectorTests.Hex("00509c40 00000000 00000000 a0120000 00000000 020405b4 0402 050a0000000100000002 010303 07");
        Assert.True(TcpSegment.TryParse(octets, out var segment));
        byte[] written = new byte[60];
        Assert.Equal(20 + segment.Options.Length, segment.Write(written));
        Assert.True(TcpSegment.TryParse(written, out var back));
        Assert.Equal(segment.Options, back.Options);
    }

    [Fact]
    public void Any_options_octets_whatever_are_read() => Gen.Byte.Array[0, 40].Sample(octets => { TcpOptions.Parse(octets); });

    [Fact]
    public void Urgent11_source_routes_are_walked_with_their_addresses()
    {
        byte[] octets = KnownVectorTests.Hex("01 83 0b 04 0a000001 0a000002 94 04 0000 00");
        var options = IPv4Options.Of(octets);
        Assert.True(options.MoveNext());
        Assert.True(options.Current.IsSourceRoute);
        Assert.True(options.Current.IsCopied);
        Assert.True(options.Current.IsValid);
        Assert.Equal((2, 4, 1), (options.Current.RouteCount, options.Current.Pointer, options.Current.Offset));
        Assert.Equal(new IPv4Address(10, 0, 0, 2), options.Current.Route(1));
        Assert.False(options.Current.IsExhausted);
        Assert.True(options.MoveNext());
        Assert.Equal(IPv4OptionKind.RouterAlert, options.Current.Kind);
        Assert.False(options.MoveNext());
        Assert.False(options.IsMalformed);
    }

    [Theory]
    [InlineData("830300", 22)]
    [InlineData("830b03 0a000001 0a000002", 22)]
    [InlineData("830b0d 0a000001 0a000002", 22)]
    [InlineData("830a04 0a000001 0a0000", 22)]
    [InlineData("8302", 21)]
    [InlineData("440403 00", 22)]
    [InlineData("44080502 00000000", 22)]
    [InlineData("9403 00", 22)]
    [InlineData("0700", 21)]
    [InlineData("01 0729", 22)]
    public void Urgent11_misshapen_ipv4_options_are_refused_with_the_offset_at_fault(string hex, int fault)
    {
        byte[] header = [.. new byte[20], .. KnownVectorTests.Hex(hex)];
        Assert.False(IPv4Options.AreValid(header, header.Length, out int offset));
        Assert.Equal(fault, offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000 0000")]
    [InlineData("01010101")]
    [InlineData("070704 00000000")]
    [InlineData("070708 00000000")]
    [InlineData("440c0500 0000000000000000")]
    [InlineData("440c0511 0000000000000000")]
    [InlineData("e404abcd")]
    public void Well_formed_and_unknown_ipv4_options_are_accepted(string hex)
    {
        byte[] header = [.. new byte[20], .. KnownVectorTests.Hex(hex)];
        Assert.True(IPv4Options.AreValid(header, header.Length, out int offset));
        Assert.Equal(0, offset);
    }

    [Fact]
    public void Parsing_and_writing_headers_allocates_nothing()
    {
        byte[] octets = new byte[64];
        var segment = new TcpSegment { Flags = TcpFlags.Acknowledgment, Options = new() { Timestamps = new(1, 2), Sack = new([new(new(5), new(9))]) } };
        long before = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (i == 10_000)
                before = GC.GetAllocatedBytesForCurrentThread();
            segment.Write(octets);
            Assert.True(TcpSegment.TryParse(octets, out segment));
            new IPv4Header { Source = new((uint)i) }.Write(octets);
            Assert.True(IPv4Header.TryParse(octets, out var ip));
            IPv4Options.AreValid(octets, ip.HeaderLength, out _);
            InternetChecksum.PseudoHeader(new NetAddress(ip.Source), new NetAddress(ip.Destination), 6, 40);
            segment = segment with { HeaderLength = 0 };
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
