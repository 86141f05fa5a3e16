using System.Buffers.Binary;

namespace Hokku.Wire.Tcp;

public readonly partial record struct TcpOptions
{
    // No operation, no operation, timestamps, length 10.
    private const uint PaddedTimestamps = 0x0101_080A;

    /// <summary>Reads the options of a header: whatever the octets are, this yields what could be understood.</summary>
    public static TcpOptions Parse(ReadOnlySpan<byte> octets)
    {
        // What nearly every segment carries (RFC 7323, appendix A) is recognized at a glance.
        if (octets.Length == 12 && BinaryPrimitives.ReadUInt32BigEndian(octets) == PaddedTimestamps)
            return new() { Timestamps = ReadTimestamps(octets[4..]) };
        return ParseAny(octets);
    }

    private static TcpOptions ParseAny(ReadOnlySpan<byte> octets)
    {
        TcpOptions options = default;
        while (!octets.IsEmpty && octets[0] != TcpOptionKind.EndOfList)
        {
            if (octets[0] == TcpOptionKind.NoOperation)
            {
                octets = octets[1..];
                continue;
            }

            // MUST-7: an illegal length must be survived; nothing behind it can be trusted.
            if (octets.Length < 2 || octets[1] < 2 || octets[1] > octets.Length)
                return options with { IsMalformed = true };
            options = options.With(octets[0], octets[2..octets[1]]);
            octets = octets[octets[1]..];
        }

        return options;
    }

    // MUST-6: unknown options, and known ones with another length than theirs, are passed over.
    private TcpOptions With(byte kind, ReadOnlySpan<byte> value) => (kind, value.Length) switch
    {
        (TcpOptionKind.MaximumSegmentSize, 2) => this with { MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(value) },
        (TcpOptionKind.WindowScale, 1) => this with { WindowScale = Math.Min(value[0], MostWindowScale) },
        (TcpOptionKind.SackPermitted, 0) => this with { SackPermitted = true },
        (TcpOptionKind.Timestamps, 8) => this with { Timestamps = ReadTimestamps(value) },
        (TcpOptionKind.Sack, 8 or 16 or 24 or 32) => this with { Sack = ReadBlocks(value) },
        (TcpOptionKind.FastOpen, var length) when FastOpenCookie.IsLegal(length) => this with { FastOpen = new FastOpenCookie(value) },
        _ => this,
    };

    private static TcpTimestamps ReadTimestamps(ReadOnlySpan<byte> value) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(value), BinaryPrimitives.ReadUInt32BigEndian(value[4..]));

    private static SackBlocks ReadBlocks(ReadOnlySpan<byte> value)
    {
        Span<SackBlock> blocks = stackalloc SackBlock[SackBlocks.Most];
        int count = value.Length / 8;
        for (int i = 0; i < count; i++)
        {
            blocks[i] = new(
                new(BinaryPrimitives.ReadUInt32BigEndian(value[(i * 8)..])),
                new(BinaryPrimitives.ReadUInt32BigEndian(value[((i * 8) + 4)..])));
        }

        return new(blocks[..count]);
    }
}
