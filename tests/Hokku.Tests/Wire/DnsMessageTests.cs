using CsCheck;
using Hokku.Wire.Addresses;
using Hokku.Wire.Dns;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>DNS messages, written and read (RFC 1035, RFC 6891, RFC 2308).</summary>
public sealed class DnsMessageTests
{
    [Fact]
    public void A_query_reads_back_with_its_letters_case_and_its_payload_size()
    {
        byte[] octets = new byte[512];
        var writer = new DnsWriter(octets, 0x1234, DnsFlags.RecursionDesired);
        Assert.True(writer.AddQuestion("wWw.ExAmPlE.cOm", DnsType.A));
        Assert.True(writer.AddOpt(1232));
        int length = writer.Finish();
        Assert.True(DnsMessage.TryParse(octets.AsSpan(0, length), out var message));
        Assert.Equal(0x1234, message.Header.Id);
        Assert.False(message.Header.IsResponse);
        foreach (var question in message.Questions)
        {
            Assert.True(question.TryGetName(out string? name));
            Assert.Equal("wWw.ExAmPlE.cOm", name);
            Assert.Equal(DnsType.A, question.Type);
        }

        foreach (var record in message.Records)
        {
            Assert.Equal(DnsSection.Additional, record.Section);
            Assert.Equal(DnsType.Opt, record.Type);
            Assert.Equal(1232, (int)record.Class);
        }

        Assert.True(message.IsWellFormed);
    }

    [Fact]
    public void An_answer_with_a_chain_of_names_reads_back()
    {
        byte[] octets = new byte[512];
        var writer = new DnsWriter(octets, 7, DnsFlags.Response | DnsFlags.Authoritative);
        writer.AddQuestion("www.example.com", DnsType.A);
        writer.AddTarget(DnsSection.Answer, "www.example.com", DnsType.Cname, 60, "host.example.com");
        writer.AddIPv4(DnsSection.Answer, "host.example.com", 30, new(10, 0, 0, 1));
        writer.AddRecord(DnsSection.Additional, "host.example.com", DnsType.Aaaa, 30, new byte[16]);
        int length = writer.Finish();
        Assert.True(DnsMessage.TryParse(octets.AsSpan(0, length), out var message));
        var records = message.Records;
        Assert.True(records.MoveNext());
        Assert.True(records.Current.TryGetTarget(out string? target));
        Assert.Equal("host.example.com", target);
        Assert.True(records.MoveNext());
        Assert.True(records.Current.TryGetName(out string? owner));
        Assert.Equal("host.example.com", owner);
        Assert.Equal(30, records.Current.TimeToLive);
        Assert.True(records.Current.TryGetIPv4(out var address));
        Assert.Equal(new IPv4Address(10, 0, 0, 1), address);
        Assert.True(records.MoveNext());
        Assert.Equal(DnsSection.Additional, records.Current.Section);
        Assert.True(records.Current.TryGetIPv6(out var long6));
        Assert.Equal(16, long6.Length);
        Assert.False(records.MoveNext());
        Assert.False(records.IsMalformed);
    }

    [Fact]
    public void A_negative_answer_is_kept_for_the_lesser_of_minimum_and_time_to_live()
    {
        byte[] octets = new byte[512];
        var writer = new DnsWriter(octets, 7, DnsFlags.Response, DnsResponseCode.NameError);
        writer.AddQuestion("no.example.com", DnsType.A);
        Assert.True(writer.AddSoa("example.com", 900, "ns.example.com", "root.example.com", 1, 300));
        int length = writer.Finish();
        Assert.True(DnsMessage.TryParse(octets.AsSpan(0, length), out var message));
        Assert.Equal(DnsResponseCode.NameError, message.ResponseCode);
        var records = message.Records;
        Assert.True(records.MoveNext());
        Assert.Equal(DnsSection.Authority, records.Current.Section);
        Assert.True(records.Current.TryGetNegativeTimeToLive(out int seconds));
        Assert.Equal(300, seconds);
    }

    [Fact]
    public void Opt_adds_eight_bits_to_the_response_code()
    {
        byte[] octets = new byte[64];
        var writer = new DnsWriter(octets, 7, DnsFlags.Response);
        writer.AddRecord(DnsSection.Additional, "", DnsType.Opt, 1 << 24, [], (DnsClass)1232);
        Assert.True(DnsMessage.TryParse(octets.AsSpan(0, writer.Finish()), out var message));
        Assert.Equal(DnsResponseCode.BadVersion, message.ResponseCode);
    }

    [Fact]
    public void What_does_not_fit_is_left_out_and_the_message_says_so()
    {
        byte[] octets = new byte[60];
        var writer = new DnsWriter(octets, 7, DnsFlags.Response);
        Assert.True(writer.AddQuestion("www.example.com", DnsType.A));
        Assert.False(writer.AddIPv4(DnsSection.Answer, "www.example.com", 30, new(10, 0, 0, 1)));
        Assert.False(writer.AddOpt(512));
        Assert.True(DnsMessage.TryParse(octets.AsSpan(0, writer.Finish()), out var message));
        Assert.True(message.Header.IsTruncated);
        Assert.True(message.IsWellFormed);
        Assert.Equal(0, message.Header.AnswerCount);
    }

    [Fact]
    public void A_compressed_name_is_followed()
    {
        byte[] octets = new byte[40];
        Convert.FromHexString("0377777707657861" + "6d706c6500" + "016d" + "c010").CopyTo(octets.AsSpan(12));
        int offset = 25;
        Assert.True(DnsName.TryRead(octets, ref offset, out string? name));
        Assert.Equal("m.example", name);
        Assert.Equal(29, offset);
        int skipped = 25;
        Assert.True(DnsName.TrySkip(octets, ref skipped));
        Assert.Equal(29, skipped);
    }

    [Fact]
    public void Any_valid_name_reads_back() =>
        Gen.Char["abcXYZ019-_"].Array[1, 63].Select(c => new string(c)).Array[0, 5].Select(labels => string.Join('.', labels)).Sample(name =>
        {
            byte[] octets = new byte[400];
            bool fits = DnsName.TryWrite(octets.AsSpan(12), name, out int length);
            Assert.Equal(name.Length <= DnsName.MostCharacters, fits);
            Assert.Equal(fits, DnsName.IsValid(name));
            if (!fits)
                return;
            Assert.Equal(name.Length == 0 ? 1 : name.Length + 2, length);
            int offset = 12;
            Assert.True(DnsName.TryRead(octets, ref offset, out string? back));
            Assert.Equal(name, back);
            Assert.Equal(12 + length, offset);
        });

    [Theory]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData(".")]
    [InlineData("a b")]
    [InlineData("ä.de")]
    [InlineData("a..")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.de")]
    public void What_is_no_name_is_not_written(string name) => Assert.Equal(name == ".", DnsName.IsValid(name));

    [Fact]
    public void Truncated_anywhere_it_is_refused_or_malformed()
    {
        byte[] octets = new byte[512];
        var writer = new DnsWriter(octets, 7, DnsFlags.Response);
        writer.AddQuestion("www.example.com", DnsType.A);
        writer.AddIPv4(DnsSection.Answer, "www.example.com", 30, new(10, 0, 0, 1));
        writer.AddSoa("example.com", 900, "ns.example.com", "root.example.com", 1, 300);
        int length = writer.Finish();
        for (int cut = 0; cut < length; cut++)
            Assert.False(DnsMessage.TryParse(octets.AsSpan(0, cut), out var message) && message.IsWellFormed, $"cut at {cut}");
        Assert.True(DnsMessage.TryParse(octets.AsSpan(0, length), out var whole) && whole.IsWellFormed);
    }

    [Fact]
    public void Any_mutation_of_an_answer_is_survived()
    {
        byte[] original = new byte[512];
        var writer = new DnsWriter(original, 7, DnsFlags.Response);
        writer.AddQuestion("www.example.com", DnsType.A);
        writer.AddTarget(DnsSection.Answer, "www.example.com", DnsType.Cname, 60, "host.example.com");
        writer.AddSoa("example.com", 900, "ns.example.com", "root.example.com", 1, 300);
        int length = writer.Finish();
        Gen.Select(Gen.Int[0, length - 1], Gen.Byte).Array[1, 12].Sample(mutations =>
        {
            byte[] octets = original[..length];
            foreach (var (at, value) in mutations)
                octets[at] = value;
            DnsHazardTests.ReadAll(octets);
        });
    }
}
