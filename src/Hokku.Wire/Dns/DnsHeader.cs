using System.Runtime.InteropServices;

namespace Hokku.Wire.Dns;

/// <summary>The header of a DNS message (RFC 1035, 4.1.1) in host order.</summary>
public readonly record struct DnsHeader : IWireFormat<DnsHeader>
{
    public const int HeaderLength = 12;

    private const ushort OpcodeBits = 0x7800;
    private const ushort ResponseCodeBits = 0x000F;
    private const ushort FlagBits = unchecked((ushort)~(OpcodeBits | ResponseCodeBits | 0x0040));

    public static int Length => HeaderLength;

    public ushort Id { get; init; }

    public DnsFlags Flags { get; init; }

    /// <summary>0 for a standard query.</summary>
    public byte Opcode { get; init; }

    /// <summary>The low four bits; an OPT record may add eight more (RFC 6891, 6.1.3).</summary>
    public DnsResponseCode ResponseCode { get; init; }

    public ushort QuestionCount { get; init; }

    public ushort AnswerCount { get; init; }

    public ushort AuthorityCount { get; init; }

    public ushort AdditionalCount { get; init; }

    public bool IsResponse => (Flags & DnsFlags.Response) != 0;

    public bool IsTruncated => (Flags & DnsFlags.Truncated) != 0;

    public bool IsAuthoritative => (Flags & DnsFlags.Authoritative) != 0;

    public static bool TryParse(ReadOnlySpan<byte> octets, out DnsHeader value) => TryParse(octets, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out DnsHeader value, out WireFault fault)
    {
        value = default;
        fault = octets.Length < HeaderLength ? WireFault.Truncated : WireFault.None;
        if (fault != WireFault.None)
            return false;
        ref readonly var layout = ref MemoryMarshal.AsRef<DnsLayout>(octets);
        ushort flags = layout.Flags;
        value = new()
        {
            Id = layout.Id,
            Flags = (DnsFlags)(flags & FlagBits),
            Opcode = (byte)((flags & OpcodeBits) >> 11),
            ResponseCode = (DnsResponseCode)(flags & ResponseCodeBits),
            QuestionCount = layout.QuestionCount,
            AnswerCount = layout.AnswerCount,
            AuthorityCount = layout.AuthorityCount,
            AdditionalCount = layout.AdditionalCount,
        };
        return true;
    }

    public int Write(Span<byte> octets)
    {
        ref var layout = ref MemoryMarshal.AsRef<DnsLayout>(octets);
        layout.Id = Id;
        layout.Flags = (ushort)((ushort)Flags | (Opcode << 11) | ((ushort)ResponseCode & ResponseCodeBits));
        layout.QuestionCount = QuestionCount;
        layout.AnswerCount = AnswerCount;
        layout.AuthorityCount = AuthorityCount;
        layout.AdditionalCount = AdditionalCount;
        return HeaderLength;
    }
}
