using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Udp;

/// <summary>A UDP header (RFC 768) in host order.</summary>
/// <param name="SourcePort">The sender's port; 0 when it wants no answer.</param>
/// <param name="DestinationPort">The receiver's port.</param>
/// <param name="TotalLength">Octets of header and payload, at least 8; the receiver compares it with what arrived.</param>
/// <param name="Checksum">The checksum over pseudo header, header and payload; 0 when the sender made none.</param>
public readonly record struct UdpHeader(Port SourcePort, Port DestinationPort, int TotalLength, ushort Checksum) : IWireFormat<UdpHeader>
{
    public const int HeaderLength = 8;

    /// <summary>Where the checksum field lies.</summary>
    public const int ChecksumOffset = 6;

    public static int Length => HeaderLength;

    public int PayloadLength => TotalLength - HeaderLength;

    public static bool TryParse(ReadOnlySpan<byte> octets, out UdpHeader value) => TryParse(octets, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out UdpHeader value, out WireFault fault)
    {
        value = default;
        fault = WireFault.Truncated;
        if (octets.Length < HeaderLength)
            return false;
        ref readonly var layout = ref MemoryMarshal.AsRef<UdpLayout>(octets);
        fault = layout.Length < HeaderLength ? WireFault.BadLength : WireFault.None;
        if (fault != WireFault.None)
            return false;
        value = new(layout.SourcePort.Value, layout.DestinationPort.Value, layout.Length, layout.Checksum);
        return true;
    }

    public int Write(Span<byte> octets)
    {
        ref var layout = ref MemoryMarshal.AsRef<UdpLayout>(octets);
        layout.SourcePort = SourcePort.Value;
        layout.DestinationPort = DestinationPort.Value;
        layout.Length = (ushort)TotalLength;
        layout.Checksum = Checksum;
        return HeaderLength;
    }
}
