using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Ethernet;

/// <summary>An Ethernet II header (RFC 894): where a frame goes, where it comes from, and what it carries.</summary>
public readonly record struct EthernetHeader(EthernetAddress Destination, EthernetAddress Source, ushort Type) : IWireFormat<EthernetHeader>
{
    public const int HeaderLength = 14;

    /// <summary>The smallest payload a wire carries; shorter ones are padded with zeros (IEEE 802.3).</summary>
    public const int LeastPayload = 46;

    public static int Length => HeaderLength;

    /// <summary>Whether the type field is an 802.3 length instead of a type (RFC 1122, 2.3.3).</summary>
    public bool IsLength => Type < EtherType.Least;

    public static bool TryParse(ReadOnlySpan<byte> octets, out EthernetHeader value) => TryParse(octets, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out EthernetHeader value, out WireFault fault)
    {
        value = default;
        fault = octets.Length < HeaderLength ? WireFault.Truncated : WireFault.None;
        if (fault != WireFault.None)
            return false;
        ref readonly var layout = ref MemoryMarshal.AsRef<EthernetLayout>(octets);
        value = new(new(layout.Destination), new(layout.Source), layout.Type);
        return true;
    }

    public int Write(Span<byte> octets)
    {
        ref var layout = ref MemoryMarshal.AsRef<EthernetLayout>(octets);
        layout.Destination = Destination.Value;
        layout.Source = Source.Value;
        layout.Type = Type;
        return HeaderLength;
    }
}
