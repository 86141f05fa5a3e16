using CsCheck;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Igmp;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>IGMP queries and reports of all versions (RFC 3376).</summary>
public sealed class IgmpTests
{
    private static readonly IPv4Address Group = new(239, 1, 2, 3);

    [Theory]
    [InlineData("11000000 ef010203", 1, 10_000)]
    [InlineData("11640000 ef010203", 2, 10_000)]
    [InlineData("11640000 ef010203 02 7d 0000", 3, 10_000)]
    [InlineData("118a0000 ef010203 02 7d 0000", 3, 20_800)]
    public void A_query_tells_its_version_by_length_and_code(string hex, int version, int milliseconds)
    {
        Assert.True(IgmpQuery.TryParse(KnownVectorTests.Hex(hex), out var query));
        Assert.Equal(version, query.Version);
        Assert.Equal(Group, query.Group);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), query.MaximumResponseTime);
    }

    [Theory]
    [InlineData("11640000 ef010203 00")]
    [InlineData("11640000 ef010203 000000")]
    [InlineData("11640000 ef010203 00000001")]
    [InlineData("11640000 ef010203 0000ffff 0a000001")]
    [InlineData("16640000 ef010203")]
    public void A_query_of_no_version_or_with_sources_past_the_end_is_refused(string hex) =>
        Assert.False(IgmpQuery.TryParse(KnownVectorTests.Hex(hex), out _));

    [Fact]
    public void A_query_with_sources_reads_back()
    {
        byte[] octets = new byte[64];
        int length = IgmpQuery.Write(octets, Group, 100, 2, 125, [new(1), new(2), new(3)]);
        Assert.Equal(24, length);
        Assert.True(InternetChecksum.IsValid(octets.AsSpan(0, length)));
        Assert.True(IgmpQuery.TryParse(octets.AsSpan(0, length), out var query));
        Assert.Equal((3, 3, 2, TimeSpan.FromSeconds(125)), (query.Version, query.SourceCount, query.Robustness, query.QueryInterval));
        Assert.Equal(new IPv4Address(3), query.Source(2));
        Assert.False(query.SuppressRouterProcessing);
    }

    [Fact]
    public void A_report_with_several_groups_reads_back()
    {
        byte[] octets = new byte[64];
        int length = IgmpReport.Begin(octets);
        length = IgmpReport.Add(octets, length, IgmpRecordType.ChangeToExclude, Group, []);
        length = IgmpReport.Add(octets, length, IgmpRecordType.AllowNewSources, Group, [new(7), new(8)]);
        IgmpMessage.WriteChecksum(octets.AsSpan(0, length));
        Assert.Equal(32, length);
        Assert.Equal(0, IgmpReport.Add(octets.AsSpan(0, 35), length, IgmpRecordType.ModeIsInclude, Group, []));
        Assert.True(InternetChecksum.IsValid(octets.AsSpan(0, length)));
        Assert.True(IgmpReport.TryParse(octets.AsSpan(0, length), out var report));
        Assert.Equal(2, report.RecordCount);
        Assert.True(report.MoveNext());
        Assert.Equal((IgmpRecordType.ChangeToExclude, 0), (report.Current.Type, report.Current.SourceCount));
        Assert.True(report.MoveNext());
        Assert.Equal(new IPv4Address(8), report.Current.Source(1));
        Assert.False(report.MoveNext());
        Assert.False(report.IsMalformed);
    }

    [Fact]
    public void Any_report_whatever_ends_its_walk() => Gen.Byte.Array[8, 80].Sample(octets =>
    {
        octets[0] = 0x22;
        Assert.True(IgmpReport.TryParse(octets, out var report));
        foreach (var record in report)
        {
            for (int i = 0; i < record.SourceCount; i++)
                record.Source(i);
        }
    });

    [Fact]
    public void Times_decode_to_what_was_encoded_or_a_little_less()
    {
        for (int units = 0; units <= 31744; units++)
        {
            int decoded = IgmpTime.Decode(IgmpTime.Encode(units));
            Assert.InRange(decoded, units - (units / 16), units);
        }

        Assert.Equal(31744, IgmpTime.Decode(0xFF));
        Assert.Equal(31744, IgmpTime.Decode(IgmpTime.Encode(int.MaxValue)));
    }
}
