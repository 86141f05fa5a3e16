using System.Buffers.Binary;
using System.Globalization;

namespace Hokku.Wire.Addresses;

/// <summary>A 48-bit Ethernet address (IEEE 802, EUI-48), kept in the low bits of a number.</summary>
public readonly record struct EthernetAddress(ulong Value)
{
    public const int Length = 6;

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static EthernetAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    public bool IsEmpty => Value == 0;

    public bool IsBroadcast => Value == 0xFFFF_FFFF_FFFF;

    /// <summary>Whether the group bit is set; broadcast counts as well.</summary>
    public bool IsMulticast => ((Value >> 40) & 1) != 0;

    /// <summary>Whether the address may be one host's: not empty and not a group.</summary>
    public bool IsUnicast => !IsMulticast && !IsEmpty;

    /// <summary>The group address of an IPv4 multicast address: 01:00:5e and its low 23 bits (RFC 1112, 6.4).</summary>
    public static EthernetAddress FromMulticast(IPv4Address group) => new(0x0100_5E00_0000UL | (group.Value & 0x7F_FFFF));

    /// <summary>Reads the first six octets.</summary>
    public static EthernetAddress Read(ReadOnlySpan<byte> octets) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(octets) << 32) | BinaryPrimitives.ReadUInt32BigEndian(octets[2..]));

    /// <summary>Writes six octets.</summary>
    public void Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(octets[2..], (uint)Value);
    }

    public static EthernetAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an Ethernet address; six hexadecimal pairs are needed, such as 02:00:00:00:00:01.");

    /// <summary>Parses six hexadecimal pairs separated by ':' or '-'.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EthernetAddress address)
    {
        address = default;
        if (text.Length != 17)
            return false;
        ulong value = 0;
        for (int i = 0; i < 17; i += 3)
        {
            if ((i > 0 && text[i - 1] is not (':' or '-'))
                || !byte.TryParse(text.Slice(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
                return false;
            value = (value << 8) | octet;
        }

        address = new(value);
        return true;
    }

    public override string ToString() => string.Create(17, Value, static (span, value) =>
    {
        for (int i = 0; i < 6; i++)
        {
            if (i > 0)
                span[(i * 3) - 1] = ':';
            ((byte)(value >> (40 - (8 * i)))).TryFormat(span[(i * 3)..], out _, "x2", CultureInfo.InvariantCulture);
        }
    });
}
