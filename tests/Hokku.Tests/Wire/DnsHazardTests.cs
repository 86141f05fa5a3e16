using System.Buffers.Binary;
using Hokku.Wire.Dns;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>DNS messages that brought down other stacks: the AMNESIA:33, NAME:WRECK and Ripple20 families.</summary>
public sealed class DnsHazardTests
{
    [Fact]
    public void Amnesia33_self_pointing_compression_is_refused() => Refused("C00C");

    [Fact]
    public void Amnesia33_forward_compression_is_refused() => Refused("C00E" + "0161" + "00");

    [Fact]
    public void Amnesia33_compression_past_the_end_is_refused() => Refused("FFFF");

    [Fact]
    public void Amnesia33_half_a_pointer_is_refused() => Refused("C0");

    [Fact]
    public void Amnesia33_a_name_without_terminator_is_refused() => Refused("0161");

    [Fact]
    public void Amnesia33_a_label_past_the_end_is_refused() => Refused("3F61");

    [Fact]
    public void Amnesia33_a_pointer_into_the_header_is_refused() => Refused("0161C000");

    [Fact]
    public void Reserved_label_types_are_refused()
    {
        Refused("4161" + "00");
        Refused("8161" + "00");
    }

    [Fact]
    public void Name_wreck_two_names_that_point_at_each_other_are_refused()
    {
        byte[] message = Message("0161C010" + "0162C00C");
        int offset = 16;
        Assert.False(DnsName.TryRead(message, ref offset, out _));
        offset = 12;
        Assert.False(DnsName.TryRead(message, ref offset, out _));
    }

    [Fact]
    public void Name_wreck_a_label_that_loops_through_itself_is_refused() => Refused("0161" + "C00C");

    [Fact]
    public void Name_wreck_a_chain_of_127_pointers_ends_and_one_of_128_is_refused()
    {
        foreach (int pointers in (int[])[127, 128])
        {
            byte[] message = new byte[13 + (2 * pointers)];
            for (int i = 0; i < pointers; i++)
                BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(13 + (2 * i)), (ushort)(0xC000 | (i == 0 ? 12 : 11 + (2 * i))));
            int offset = message.Length - 2;
            Assert.Equal(pointers == 127, DnsName.TryRead(message, ref offset, out string? name));
            Assert.Equal(pointers == 127 ? "" : null, name);
        }
    }

    [Fact]
    public void Name_wreck_a_name_that_unfolds_beyond_255_octets_is_refused()
    {
        string label = "3F" + string.Concat(Enumerable.Repeat("61", 63));
        Refused(string.Concat(Enumerable.Repeat(label, 4)) + "00");
        string longest = label + label + label + "3D" + string.Concat(Enumerable.Repeat("61", 61));
        int offset = 12;
        Assert.True(DnsName.TryRead(Message(longest + "00"), ref offset, out string? name));
        Assert.Equal(DnsName.MostCharacters, name.Length);
    }

    [Fact]
    public void A_dot_or_zero_inside_a_label_is_no_other_name()
    {
        Refused("03612E6200");
        Refused("0361006200");
    }

    [Fact]
    public void Amnesia33_lying_rdlength_is_malformed()
    {
        foreach (ushort lie in (ushort[])[5, 6, 100, 0x7FFF, 0xFFFF])
        {
            byte[] message = Answer(lie, "0A000001");
            Assert.True(DnsMessage.TryParse(message, out var parsed));
            Assert.False(parsed.IsWellFormed);
        }
    }

    [Fact]
    public void An_address_of_the_wrong_length_is_no_address()
    {
        foreach (ushort length in (ushort[])[0, 1, 2, 3])
        {
            Assert.True(DnsMessage.TryParse(Answer(length, "0A000001"), out var parsed));
            var records = parsed.Records;
            Assert.True(records.MoveNext());
            Assert.False(records.Current.TryGetIPv4(out _));
        }
    }

    [Fact]
    public void Counts_that_lie_are_malformed_and_cost_nothing()
    {
        byte[] message = Answer(4, "0A000001");
        message.AsSpan(6, 6).Fill(0xFF);
        Assert.True(DnsMessage.TryParse(message, out var parsed));
        Assert.False(parsed.IsWellFormed);
        message.AsSpan(4, 2).Fill(0xFF);
        Assert.False(DnsMessage.TryParse(message, out _));
    }

    /// <summary>Touches everything a message offers.</summary>
    internal static void ReadAll(ReadOnlySpan<byte> octets)
    {
        if (!DnsMessage.TryParse(octets, out var message))
            return;
        _ = message.ResponseCode;
        foreach (var question in message.Questions)
            question.TryGetName(out _);
        foreach (var record in message.Records)
        {
            record.TryGetName(out _);
            record.TryGetTarget(out _);
            record.TryGetIPv4(out _);
            record.TryGetIPv6(out _);
            record.TryGetNegativeTimeToLive(out _);
            _ = record.Contents.Length + record.TimeToLive;
        }
    }

    private static void Refused(string nameInHex)
    {
        int offset = 12;
        Assert.False(DnsName.TryRead(Message(nameInHex), ref offset, out _));
        Assert.Equal(12, offset);
    }

    private static byte[] Message(string hex) => [.. new byte[12], .. Convert.FromHexString(hex)];

    // One A record of the root, its length as given.
    private static byte[] Answer(ushort length, string contents)
    {
        byte[] message = Message("00" + "0001" + "0001" + "0000003C" + length.ToString("X4") + contents);
        message[2] = 0x80;
        message[7] = 1;
        return message;
    }
}
