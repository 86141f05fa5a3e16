using System.Text;
using Hokku.Wire.Tcp;

namespace Hokku.Wire;

/// <summary>
/// TCP segments as text, in packetdrill's words: <c>P. 1:1461(1460) ack 1 win 65535 &lt;mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7&gt;</c>.
/// Flags are S F R P U E W and '.' for an acknowledgment, '-' for none; numbers are relative to a base of each direction.
/// </summary>
public static class SegmentNotation
{
    internal const string FlagLetters = "SFRPUEW.";

    internal static readonly TcpFlags[] FlagOrder =
    [
        TcpFlags.Syn, TcpFlags.Fin, TcpFlags.Reset, TcpFlags.Push, TcpFlags.Urgent,
        TcpFlags.EcnEcho, TcpFlags.CongestionWindowReduced, TcpFlags.Acknowledgment,
    ];

    /// <summary>Prints a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="sequenceBase">The sender's initial sequence number; 0 prints absolute numbers.</param>
    /// <param name="acknowledgmentBase">The receiver's initial sequence number, for acknowledgment and SACK blocks.</param>
    /// <param name="parts">What to print besides flags and sequence numbers.</param>
    public static string Format(
        in TcpSegment segment, SequenceNumber sequenceBase = default, SequenceNumber acknowledgmentBase = default, SegmentParts parts = SegmentParts.All)
    {
        var text = new StringBuilder(96);
        AppendFlags(text, segment.Flags);
        uint start = segment.Sequence.Value - sequenceBase.Value;
        text.Append(' ').Append(start).Append(':').Append(start + (uint)segment.PayloadLength).Append('(').Append(segment.PayloadLength).Append(')');
        if (segment.IsAcknowledgment && parts.HasFlag(SegmentParts.Acknowledgment))
            text.Append(" ack ").Append(segment.Acknowledgment.Value - acknowledgmentBase.Value);
        if (parts.HasFlag(SegmentParts.Window))
            text.Append(" win ").Append(segment.Window);
        if (segment.IsUrgent && parts.HasFlag(SegmentParts.Urgent))
            text.Append(" urg ").Append(segment.UrgentPointer);
        if (parts.HasFlag(SegmentParts.Options))
            AppendOptions(text, segment.Options, acknowledgmentBase);
        return text.ToString();
    }

    /// <summary>Reads a segment.</summary>
    /// <exception cref="FormatException">The text is no segment; the message says where and what would be right.</exception>
    public static TcpSegment Parse(string text, SequenceNumber sequenceBase = default, SequenceNumber acknowledgmentBase = default) =>
        TryParse(text, sequenceBase, acknowledgmentBase, out var segment, out _, out string? error) ? segment : throw new FormatException(error);

    /// <summary>Reads a segment; a window that is not named is 65535.</summary>
    /// <param name="text">The notation.</param>
    /// <param name="sequenceBase">What relative sequence numbers are relative to.</param>
    /// <param name="acknowledgmentBase">What the acknowledgment and SACK blocks are relative to.</param>
    /// <param name="segment">The segment, without ports.</param>
    /// <param name="parts">Which parts the text names.</param>
    /// <param name="error">Where the text is wrong, and what would be right.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, SequenceNumber sequenceBase, SequenceNumber acknowledgmentBase, out TcpSegment segment, out SegmentParts parts, out string? error)
    {
        var reader = new SegmentReader(text, sequenceBase, acknowledgmentBase);
        reader.ReadAll();
        (segment, parts, error) = (reader.Segment, reader.Parts, reader.Error);
        return error is null;
    }

    private static void AppendFlags(StringBuilder text, TcpFlags flags)
    {
        if (flags == TcpFlags.None)
            text.Append('-');
        for (int i = 0; i < FlagOrder.Length; i++)
        {
            if ((flags & FlagOrder[i]) != 0)
                text.Append(FlagLetters[i]);
        }
    }

    // The padding is printed where TcpOptions.Write puts it.
    private static void AppendOptions(StringBuilder text, in TcpOptions options, SequenceNumber acknowledgmentBase)
    {
        int start = text.Length;
        if (options.MaximumSegmentSize is { } size)
            text.Append(",mss ").Append(size);
        if (options.SackPermitted)
            text.Append(options.Timestamps is null ? ",nop,nop,sackOK" : ",sackOK");
        if (options.Timestamps is { } timestamps)
            text.Append(options.SackPermitted ? "" : ",nop,nop").Append(",TS val ").Append(timestamps.Value).Append(" ecr ").Append(timestamps.EchoReply);
        if (options.WindowScale is { } scale)
            text.Append(",nop,wscale ").Append(scale);
        if (options.Sack.Count > 0)
            text.Append(",nop,nop,sack");
        for (int i = 0; i < options.Sack.Count; i++)
        {
            text.Append(' ').Append(options.Sack[i].Left.Value - acknowledgmentBase.Value)
                .Append(':').Append(options.Sack[i].Right.Value - acknowledgmentBase.Value);
        }

        if (options.FastOpen is { } cookie)
            text.Append((cookie.Length & 2) == 0 ? ",nop,nop" : "").Append(cookie.Length > 0 ? ",FO " : ",FO").Append(cookie);
        if (options.IsMalformed)
            text.Append(",malformed");
        if (text.Length == start)
            return;
        text[start] = '<';
        text.Insert(start, ' ').Append('>');
    }
}
