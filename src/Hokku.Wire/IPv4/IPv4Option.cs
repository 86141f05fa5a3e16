using Hokku.Wire.Addresses;

namespace Hokku.Wire.IPv4;

/// <summary>One IPv4 option with more than its kind (RFC 791, 3.1): a view of the header's octets.</summary>
public readonly ref struct IPv4Option
{
    internal IPv4Option(ReadOnlySpan<byte> octets, int offset)
    {
        Octets = octets;
        Offset = offset;
    }

    /// <summary>The whole option: kind, length and contents.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>Where the option begins within the options.</summary>
    public int Offset { get; }

    public byte Kind => Octets[0];

    public bool IsCopied => (Kind & IPv4OptionKind.CopiedBit) != 0;

    public bool IsSourceRoute => Kind is IPv4OptionKind.LooseSourceRoute or IPv4OptionKind.StrictSourceRoute;

    /// <summary>Routes and timestamps: where the next entry lies, counted from 1 at the option's first octet; 0 for other options.</summary>
    public int Pointer => HasPointer ? Octets[2] : 0;

    /// <summary>Timestamps: how many hosts found no room (the overflow counter).</summary>
    public int Overflow => Kind == IPv4OptionKind.Timestamp && Octets.Length > 3 ? Octets[3] >> 4 : 0;

    /// <summary>Timestamps: 0 stamps only, 1 with addresses, 3 with addresses given beforehand.</summary>
    public int TimestampFlag => Kind == IPv4OptionKind.Timestamp && Octets.Length > 3 ? Octets[3] & 0xF : 0;

    /// <summary>Routes: how many addresses lie in the option.</summary>
    public int RouteCount => IsRoute ? (Octets.Length - 3) / IPv4Address.Length : 0;

    /// <summary>Routes: whether every address has been visited, or the record is full.</summary>
    public bool IsExhausted => Pointer > Octets.Length;

    /// <summary>
    /// Whether the contents obey the kind's rules: lengths in whole entries, pointers that point at one or just past the end.
    /// </summary>
    public bool IsValid => Kind switch
    {
        IPv4OptionKind.RecordRoute or IPv4OptionKind.LooseSourceRoute or IPv4OptionKind.StrictSourceRoute =>
            Octets.Length >= 3 && (Octets.Length - 3) % 4 == 0 && Octets[2] >= 4 && Octets[2] % 4 == 0 && Octets[2] <= Octets.Length + 1,
        IPv4OptionKind.Timestamp =>
            Octets.Length >= 4 && Octets.Length % 4 == 0 && TimestampFlag is 0 or 1 or 3
            && Octets[2] >= 5 && Octets[2] <= Octets.Length + 1 && (Octets[2] - 5) % (TimestampFlag == 0 ? 4 : 8) == 0,
        IPv4OptionKind.RouterAlert => Octets.Length == 4,
        _ => true,
    };

    private bool IsRoute => (Kind == IPv4OptionKind.RecordRoute || IsSourceRoute) && Octets.Length >= 3;

    private bool HasPointer => IsRoute || (Kind == IPv4OptionKind.Timestamp && Octets.Length >= 3);

    /// <summary>Routes: the address at a place below <see cref="RouteCount"/>.</summary>
    public IPv4Address Route(int index) => IPv4Address.Read(Octets[(3 + (index * IPv4Address.Length))..]);
}
