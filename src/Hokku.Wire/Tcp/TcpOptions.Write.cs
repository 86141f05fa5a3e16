using System.Buffers.Binary;

namespace Hokku.Wire.Tcp;

public readonly partial record struct TcpOptions
{
    /// <summary>How many octets <see cref="Write"/> takes: a multiple of 4, at most 40.</summary>
    public int Length =>
        (MaximumSegmentSize is null ? 0 : 4) + ClockAndPermissionLength + (WindowScale is null ? 0 : 4) + FastOpenLength
        + (SackCount == 0 ? 0 : 4 + (8 * SackCount));

    /// <summary>How many SACK blocks find room beside the other options.</summary>
    public int SackCount => Math.Min(Sack.Count, (MostLength - 4 - (MaximumSegmentSize is null ? 0 : 4) - ClockAndPermissionLength - (WindowScale is null ? 0 : 4) - FastOpenLength) / 8);

    private int ClockAndPermissionLength => Timestamps is not null ? 12 : SackPermitted ? 4 : 0;

    /// <summary>Writes the options, each padded so that its numbers lie aligned, and returns their length.</summary>
    public int Write(Span<byte> octets)
    {
        int at = 0;
        if (MaximumSegmentSize is { } size)
        {
            octets[at] = TcpOptionKind.MaximumSegmentSize;
            octets[at + 1] = 4;
            BinaryPrimitives.WriteUInt16BigEndian(octets[(at + 2)..], size);
            at += 4;
        }

        at += WriteClockAndPermission(octets[at..]);
        if (WindowScale is { } scale)
        {
            octets[at] = TcpOptionKind.NoOperation;
            octets[at + 1] = TcpOptionKind.WindowScale;
            octets[at + 2] = 3;
            octets[at + 3] = scale;
            at += 4;
        }

        at += WriteFastOpen(octets[at..]);
        return at + WriteSack(octets[at..]);
    }

    private int FastOpenLength => FastOpen is { } cookie ? (cookie.Length + 5) & ~3 : 0;

    private int WriteFastOpen(Span<byte> octets)
    {
        if (FastOpen is not { } cookie)
            return 0;
        int padding = FastOpenLength - cookie.Length - 2;
        octets[..padding].Fill(TcpOptionKind.NoOperation);
        octets[padding] = TcpOptionKind.FastOpen;
        octets[padding + 1] = (byte)(cookie.Length + 2);
        cookie.CopyTo(octets[(padding + 2)..]);
        return FastOpenLength;
    }

    // "SACK permitted" fills the two octets in front of the timestamps that would else be padding.
    private int WriteClockAndPermission(Span<byte> octets)
    {
        if (Timestamps is null && !SackPermitted)
            return 0;
        int place = Timestamps is null ? 2 : 0;
        octets[0] = octets[1] = TcpOptionKind.NoOperation;
        if (SackPermitted)
        {
            octets[place] = TcpOptionKind.SackPermitted;
            octets[place + 1] = 2;
        }

        if (Timestamps is not { } timestamps)
            return 4;
        octets[2] = TcpOptionKind.Timestamps;
        octets[3] = 10;
        BinaryPrimitives.WriteUInt32BigEndian(octets[4..], timestamps.Value);
        BinaryPrimitives.WriteUInt32BigEndian(octets[8..], timestamps.EchoReply);
        return 12;
    }

    private int WriteSack(Span<byte> octets)
    {
        int count = SackCount;
        if (count == 0)
            return 0;
        octets[0] = octets[1] = TcpOptionKind.NoOperation;
        octets[2] = TcpOptionKind.Sack;
        octets[3] = (byte)(2 + (8 * count));
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets[(4 + (8 * i))..], Sack[i].Left.Value);
            BinaryPrimitives.WriteUInt32BigEndian(octets[(8 + (8 * i))..], Sack[i].Right.Value);
        }

        return 4 + (8 * count);
    }
}
