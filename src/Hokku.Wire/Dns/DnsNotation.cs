using System.Text;

namespace Hokku.Wire.Dns;

/// <summary>DNS messages in a few of tcpdump's words: <c>4660+ A? www.example.com</c>, <c>4660 A 10.0.0.1</c>.</summary>
public static class DnsNotation
{
    // A line stays a line however many records a message has.
    private const int MostRecords = 4;

    /// <summary>Describes a message, or returns null when it is none.</summary>
    public static string? Describe(ReadOnlySpan<byte> octets)
    {
        if (!DnsMessage.TryParse(octets, out var message))
            return null;
        var text = new StringBuilder("DNS ").Append(message.Header.Id);
        if (message.Header.IsResponse)
            DescribeAnswer(text, message);
        else
            DescribeQuery(text, message);
        return text.ToString();
    }

    private static void DescribeQuery(StringBuilder text, in DnsMessage message)
    {
        if ((message.Header.Flags & DnsFlags.RecursionDesired) != 0)
            text.Append('+');
        int shown = 0;
        foreach (var question in message.Questions)
        {
            if (shown++ == MostRecords)
                return;
            text.Append(' ').Append(TypeName(question.Type)).Append("? ").Append(question.TryGetName(out string? name) ? name : "<bad name>");
        }
    }

    private static void DescribeAnswer(StringBuilder text, in DnsMessage message)
    {
        text.Append(message.Header.IsAuthoritative ? "*" : "").Append(message.Header.IsTruncated ? "|" : "");
        if (message.Header.ResponseCode != DnsResponseCode.NoError)
            text.Append(' ').Append(message.Header.ResponseCode);
        int shown = 0;
        foreach (var record in message.Records)
        {
            if (record.Section != DnsSection.Answer || shown++ == MostRecords)
                return;
            text.Append(shown > 1 ? ", " : " ").Append(TypeName(record.Type));
            if (record.TryGetIPv4(out var address))
                text.Append(' ').Append(address);
            else if (record.TryGetIPv6(out var octets))
                text.Append(' ').Append(Convert.ToHexStringLower(octets));
            else if (record.TryGetTarget(out string? target))
                text.Append(' ').Append(target);
        }
    }

    private static string TypeName(DnsType type) => Enum.IsDefined(type) ? type.ToString().ToUpperInvariant() : $"TYPE{(int)type}";
}
