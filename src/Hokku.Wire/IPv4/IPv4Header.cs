using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.IPv4;

/// <summary>
/// An IPv4 header (RFC 791, 3.1) in host order. Its options follow the fixed part: see <see cref="IPv4Options"/>. Whether the
/// packet has <see cref="TotalLength"/> octets is for the receiver to compare, since a header may lie alone in its chunk or be quoted.
/// </summary>
public readonly record struct IPv4Header : IWireFormat<IPv4Header>
{
    /// <summary>Octets of a header without options.</summary>
    public const int LeastLength = 20;

    /// <summary>Octets of a header with all the options it can have.</summary>
    public const int MostLength = 60;

    /// <summary>Where the checksum field lies.</summary>
    public const int ChecksumOffset = 10;

    private const ushort DontFragmentBit = 0x4000;
    private const ushort MoreFragmentsBit = 0x2000;
    private const ushort FragmentOffsetBits = 0x1FFF;

    public IPv4Header()
    {
    }

    public static int Length => LeastLength;

    /// <summary>Octets of the header with its options: 20 to 60, a multiple of 4.</summary>
    public int HeaderLength { get; init; } = LeastLength;

    public byte TypeOfService { get; init; }

    /// <summary>The two bits of <see cref="TypeOfService"/> that say something about congestion (RFC 3168, 5).</summary>
    public const byte EcnMask = 3;

    /// <summary>ECT(0).</summary>
    public const byte EcnCapable = 2;

    /// <summary>CE.</summary>
    public const byte CongestionExperienced = 3;

    /// <summary>Octets of header and payload.</summary>
    public int TotalLength { get; init; } = LeastLength;

    public ushort Identification { get; init; }

    public bool DontFragment { get; init; }

    public bool MoreFragments { get; init; }

    /// <summary>Where this fragment's payload lies in the whole, in octets: a multiple of 8.</summary>
    public int FragmentOffset { get; init; }

    public byte TimeToLive { get; init; } = 64;

    public byte Protocol { get; init; }

    public IPv4Address Source { get; init; }

    public IPv4Address Destination { get; init; }

    public int PayloadLength => TotalLength - HeaderLength;

    /// <summary>Whether this is a piece of a larger packet.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset != 0;

    public static bool TryParse(ReadOnlySpan<byte> octets, out IPv4Header value) => TryParse(octets, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out IPv4Header value, out WireFault fault)
    {
        value = default;
        fault = WireFault.Truncated;
        if (octets.Length < LeastLength)
            return false;
        ref readonly var layout = ref MemoryMarshal.AsRef<IPv4Layout>(octets);
        int headerLength = (layout.VersionAndHeaderLength & 0xF) * 4;
        fault = layout.VersionAndHeaderLength >> 4 != 4 ? WireFault.BadVersion
            : headerLength < LeastLength || headerLength > octets.Length ? WireFault.BadHeaderLength
            : layout.TotalLength < headerLength ? WireFault.BadLength
            : WireFault.None;
        if (fault != WireFault.None)
            return false;
        ushort fragment = layout.FlagsAndFragmentOffset;
        value = new()
        {
            HeaderLength = headerLength,
            TypeOfService = layout.TypeOfService,
            TotalLength = layout.TotalLength,
            Identification = layout.Identification,
            DontFragment = (fragment & DontFragmentBit) != 0,
            MoreFragments = (fragment & MoreFragmentsBit) != 0,
            FragmentOffset = (fragment & FragmentOffsetBits) * 8,
            TimeToLive = layout.TimeToLive,
            Protocol = layout.Protocol,
            Source = new(layout.Source),
            Destination = new(layout.Destination),
        };
        return true;
    }

    /// <summary>Whether the checksum of a complete header, options included, is right.</summary>
    public static bool HasValidChecksum(ReadOnlySpan<byte> header) => InternetChecksum.IsValid(header);

    /// <summary>Writes the fixed part, and the checksum over <see cref="HeaderLength"/> octets: options must be in place before.</summary>
    public int Write(Span<byte> octets)
    {
        ref var layout = ref MemoryMarshal.AsRef<IPv4Layout>(octets);
        layout.VersionAndHeaderLength = (byte)(0x40 | (HeaderLength / 4));
        layout.TypeOfService = TypeOfService;
        layout.TotalLength = (ushort)TotalLength;
        layout.Identification = Identification;
        layout.FlagsAndFragmentOffset = (ushort)((FragmentOffset / 8)
            | (DontFragment ? DontFragmentBit : 0) | (MoreFragments ? MoreFragmentsBit : 0));
        layout.TimeToLive = TimeToLive;
        layout.Protocol = Protocol;
        layout.HeaderChecksum = 0;
        layout.Source = Source.Value;
        layout.Destination = Destination.Value;
        layout.HeaderChecksum = InternetChecksum.Compute(octets[..HeaderLength]);
        return LeastLength;
    }

    /// <summary>Takes one from the time to live of a header in place, and keeps its checksum right (RFC 1624).</summary>
    public static void DecrementTimeToLive(Span<byte> header)
    {
        ref var layout = ref MemoryMarshal.AsRef<IPv4Layout>(header);
        ushort before = (ushort)((layout.TimeToLive << 8) | layout.Protocol);
        layout.TimeToLive--;
        layout.HeaderChecksum = InternetChecksum.Update(layout.HeaderChecksum, before, (ushort)(before - 0x100));
    }
}
