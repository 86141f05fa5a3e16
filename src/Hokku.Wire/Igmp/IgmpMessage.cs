using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Igmp;

/// <summary>An IGMP message's first eight octets: all there is of version 1 and 2 (RFC 1112, RFC 2236), the front of version 3 (RFC 3376).</summary>
/// <param name="Type">The message's type.</param>
/// <param name="MaximumResponseCode">Queries: within which time to answer, coded; 0 in version 1. Else 0.</param>
/// <param name="Group">The group asked for or reported; any in a general query.</param>
public readonly record struct IgmpMessage(IgmpType Type, byte MaximumResponseCode, IPv4Address Group) : IWireFormat<IgmpMessage>
{
    public const int MessageLength = 8;

    /// <summary>Where the checksum field lies; it covers the whole message.</summary>
    public const int ChecksumOffset = 2;

    public static int Length => MessageLength;

    public static bool TryParse(ReadOnlySpan<byte> octets, out IgmpMessage value) => TryParse(octets, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out IgmpMessage value, out WireFault fault)
    {
        value = default;
        fault = octets.Length < MessageLength ? WireFault.Truncated : WireFault.None;
        if (fault != WireFault.None)
            return false;
        ref readonly var layout = ref MemoryMarshal.AsRef<IgmpLayout>(octets);
        value = new((IgmpType)layout.Type, layout.MaximumResponseCode, new(layout.Group));
        return true;
    }

    /// <summary>Writes the message with a checksum of zero; <see cref="WriteChecksum"/> fills it once the message is complete.</summary>
    public int Write(Span<byte> octets)
    {
        ref var layout = ref MemoryMarshal.AsRef<IgmpLayout>(octets);
        layout.Type = (byte)Type;
        layout.MaximumResponseCode = MaximumResponseCode;
        layout.Checksum = 0;
        layout.Group = Group.Value;
        return MessageLength;
    }

    /// <summary>Fills the checksum of a complete message.</summary>
    public static void WriteChecksum(Span<byte> message)
    {
        ref var layout = ref MemoryMarshal.AsRef<IgmpLayout>(message);
        layout.Checksum = 0;
        layout.Checksum = InternetChecksum.Compute(message);
    }
}
