using System.Buffers.Binary;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Igmp;

/// <summary>A version 3 report (RFC 3376, 4.2), whose group records are walked with foreach, or added one by one.</summary>
public ref struct IgmpReport
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _count;
    private int _index;
    private int _at;
    private int _length;

    private IgmpReport(ReadOnlySpan<byte> message)
    {
        _message = message;
        _count = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        _at = IgmpMessage.MessageLength;
    }

    public readonly int RecordCount => _count;

    /// <summary>Whether fewer records were there than announced.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The record under the walker.</summary>
    public readonly IgmpGroupRecord Current => new(_message.Slice(_at, _length));

    public static bool TryParse(ReadOnlySpan<byte> message, out IgmpReport report)
    {
        report = default;
        if (!IgmpMessage.TryParse(message, out var first) || first.Type != IgmpType.ReportV3)
            return false;
        report = new(message);
        return true;
    }

    public readonly IgmpReport GetEnumerator() => this;

    /// <summary>Goes to the next record; false at the end or where one goes past the message.</summary>
    public bool MoveNext()
    {
        if (_index == _count || IsMalformed)
            return false;
        _at += _length;
        _length = IgmpGroupRecord.Measure(_message[_at..]);
        _index++;
        IsMalformed = _length == 0;
        return !IsMalformed;
    }

    /// <summary>Begins a report without records and returns its length.</summary>
    public static int Begin(Span<byte> octets) => new IgmpMessage(IgmpType.ReportV3, 0, default).Write(octets);

    /// <summary>Adds a record behind the <paramref name="length"/> octets so far and returns the new length; 0 when there is no room.</summary>
    public static int Add(Span<byte> octets, int length, IgmpRecordType type, IPv4Address group, ReadOnlySpan<IPv4Address> sources)
    {
        int end = length + IgmpGroupRecord.LeastLength + (IPv4Address.Length * sources.Length);
        if (end > octets.Length)
            return 0;
        var record = octets[length..end];
        record[0] = (byte)type;
        record[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], (ushort)sources.Length);
        group.Write(record[4..]);
        for (int i = 0; i < sources.Length; i++)
            sources[i].Write(record[(IgmpGroupRecord.LeastLength + (4 * i))..]);
        ushort count = BinaryPrimitives.ReadUInt16BigEndian(octets[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(octets[6..], (ushort)(count + 1));
        return end;
    }
}
