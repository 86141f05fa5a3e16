using System.Buffers.Binary;

namespace Hokku.Wire.Icmp;

/// <summary>The three times behind the header of an ICMP timestamp message (RFC 792), in milliseconds since midnight UT.</summary>
public readonly record struct IcmpTimestamps(uint Originate, uint Receive, uint Transmit) : IWireFormat<IcmpTimestamps>
{
    public static int Length => 12;

    public static bool TryParse(ReadOnlySpan<byte> octets, out IcmpTimestamps value) => TryParse(octets, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out IcmpTimestamps value, out WireFault fault)
    {
        value = default;
        fault = octets.Length < Length ? WireFault.Truncated : WireFault.None;
        if (fault != WireFault.None)
            return false;
        value = new(
            BinaryPrimitives.ReadUInt32BigEndian(octets),
            BinaryPrimitives.ReadUInt32BigEndian(octets[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(octets[8..]));
        return true;
    }

    public int Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt32BigEndian(octets, Originate);
        BinaryPrimitives.WriteUInt32BigEndian(octets[4..], Receive);
        BinaryPrimitives.WriteUInt32BigEndian(octets[8..], Transmit);
        return Length;
    }
}
