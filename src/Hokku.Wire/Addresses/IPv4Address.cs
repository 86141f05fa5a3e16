using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Hokku.Wire.Addresses;

/// <summary>An IPv4 address (RFC 791), kept as a number in host order so that masks and ranges are plain arithmetic.</summary>
public readonly record struct IPv4Address(uint Value) : IComparable<IPv4Address>
{
    public const int Length = 4;

    public IPv4Address(byte a, byte b, byte c, byte d)
        : this(((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d)
    {
    }

    /// <summary>0.0.0.0, "any" when binding and "this host" on the wire (RFC 1122, 3.2.1.3).</summary>
    public static IPv4Address Any => default;

    /// <summary>255.255.255.255, the limited broadcast address (RFC 919).</summary>
    public static IPv4Address Broadcast => new(uint.MaxValue);

    /// <summary>127.0.0.1.</summary>
    public static IPv4Address Loopback => new(127, 0, 0, 1);

    public bool IsAny => Value == 0;

    /// <summary>224.0.0.0/4 (RFC 1112).</summary>
    public bool IsMulticast => Value >> 28 == 0xE;

    /// <summary>127.0.0.0/8 (RFC 1122, 3.2.1.3).</summary>
    public bool IsLoopback => Value >> 24 == 127;

    /// <summary>240.0.0.0/4 without the limited broadcast address (RFC 1112, 4).</summary>
    public bool IsReserved => Value >> 28 == 0xF && Value != uint.MaxValue;

    /// <summary>0.0.0.0/8 (RFC 1122, 3.2.1.3).</summary>
    public bool IsThisNetwork => Value >> 24 == 0;

    /// <summary>Whether a packet from this address can be answered: neither any, broadcast, multicast nor reserved.</summary>
    public bool IsUnicast => Value >> 24 != 0 && Value >> 28 < 0xE;

    /// <summary>The mask of a prefix of 0 to 32 bits.</summary>
    public static IPv4Address Mask(int prefixLength) => new(prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength));

    /// <summary>The prefix length of a contiguous mask, or -1 when this is none.</summary>
    public int PrefixLength => (Value | (Value - 1)) == uint.MaxValue || Value == 0 ? BitOperations.PopCount(Value) : -1;

    public static IPv4Address operator &(IPv4Address a, IPv4Address b) => new(a.Value & b.Value);

    public static IPv4Address operator |(IPv4Address a, IPv4Address b) => new(a.Value | b.Value);

    public static IPv4Address operator ~(IPv4Address a) => new(~a.Value);

    /// <summary>Reads the first four octets.</summary>
    public static IPv4Address Read(ReadOnlySpan<byte> octets) => new(BinaryPrimitives.ReadUInt32BigEndian(octets));

    /// <summary>Writes four octets in network order.</summary>
    public void Write(Span<byte> octets) => BinaryPrimitives.WriteUInt32BigEndian(octets, Value);

    public static IPv4Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IPv4 address; four numbers from 0 to 255 are needed, such as 10.0.0.1.");

    /// <summary>Parses dotted decimal with exactly four parts and no leading zeros.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPv4Address address)
    {
        address = default;
        uint value = 0;
        int parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out byte octet))
                return false;
            value = (value << 8) | octet;
        }

        address = new(value);
        return parts == 4;
    }

    public int CompareTo(IPv4Address other) => Value.CompareTo(other.Value);

    public override string ToString() => $"{Value >> 24}.{(Value >> 16) & 255}.{(Value >> 8) & 255}.{Value & 255}";
}
