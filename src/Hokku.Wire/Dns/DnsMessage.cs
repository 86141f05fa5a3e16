namespace Hokku.Wire.Dns;

/// <summary>A DNS message (RFC 1035, 4; RFC 6891): a view of its octets, read without allocation until a name is asked for.</summary>
public readonly ref struct DnsMessage
{
    private readonly ReadOnlySpan<byte> _octets;
    private readonly int _records;

    private DnsMessage(ReadOnlySpan<byte> octets, DnsHeader header, int records)
    {
        _octets = octets;
        Header = header;
        _records = records;
    }

    public DnsHeader Header { get; }

    public DnsQuestions Questions => new(_octets, Header.QuestionCount);

    /// <summary>Answers, authorities and additional records, each with its section.</summary>
    public DnsRecords Records => new(_octets, Header, _records);

    /// <summary>Whether every record lies within the message; a truncated answer need not be.</summary>
    public bool IsWellFormed
    {
        get
        {
            var records = Records;
            while (records.MoveNext())
            {
            }

            return !records.IsMalformed;
        }
    }

    /// <summary>The whole response code: the header's four bits and OPT's eight (RFC 6891, 6.1.3).</summary>
    public DnsResponseCode ResponseCode
    {
        get
        {
            foreach (var record in Records)
            {
                if (record.Type == DnsType.Opt)
                    return (DnsResponseCode)((ushort)Header.ResponseCode | ((record.RawTimeToLive >> 24) << 4));
            }

            return Header.ResponseCode;
        }
    }

    /// <summary>Parses the header and checks that all questions are there; records are checked as they are walked.</summary>
    public static bool TryParse(ReadOnlySpan<byte> octets, out DnsMessage message)
    {
        message = default;
        if (!DnsHeader.TryParse(octets, out var header))
            return false;
        var questions = new DnsQuestions(octets, header.QuestionCount);
        while (questions.MoveNext())
        {
        }

        if (questions.IsMalformed)
            return false;
        message = new(octets, header, questions.End);
        return true;
    }
}
