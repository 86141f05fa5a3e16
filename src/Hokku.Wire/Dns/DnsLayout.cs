using System.Runtime.InteropServices;

namespace Hokku.Wire.Dns;

/// <summary>The header of a DNS message as it lies on the wire (RFC 1035, 4.1.1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct DnsLayout
{
    public UInt16BigEndian Id;
    public UInt16BigEndian Flags;
    public UInt16BigEndian QuestionCount;
    public UInt16BigEndian AnswerCount;
    public UInt16BigEndian AuthorityCount;
    public UInt16BigEndian AdditionalCount;
}
