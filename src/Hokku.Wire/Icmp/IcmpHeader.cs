using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Icmp;

/// <summary>An ICMP message's first eight octets (RFC 792) in host order; the checksum covers the whole message and is not part of the value.</summary>
/// <param name="Type">The message's type.</param>
/// <param name="Code">The code within the type: see <see cref="IcmpCode"/>.</param>
/// <param name="Rest">The second 32-bit word: named by the properties below according to the type.</param>
public readonly record struct IcmpHeader(IcmpType Type, byte Code, uint Rest) : IWireFormat<IcmpHeader>
{
    public const int HeaderLength = 8;

    /// <summary>Where the checksum field lies.</summary>
    public const int ChecksumOffset = 2;

    public static int Length => HeaderLength;

    /// <summary>Echo and timestamp: matches replies to their asker.</summary>
    public ushort Identifier => (ushort)(Rest >> 16);

    /// <summary>Echo and timestamp: matches a reply to its request.</summary>
    public ushort SequenceNumber => (ushort)Rest;

    /// <summary>Fragmentation needed: the MTU of the next hop in octets (RFC 1191, 4); 0 from a router that does not tell.</summary>
    public ushort NextHopMtu => (ushort)Rest;

    /// <summary>Parameter problem: the offset of the octet at fault in the quoted header.</summary>
    public byte Pointer => (byte)(Rest >> 24);

    /// <summary>Redirect: the better gateway.</summary>
    public IPv4Address Gateway => new(Rest);

    /// <summary>Whether the message reports an error; errors never answer errors (RFC 1122, 3.2.2).</summary>
    public bool IsError => Type is IcmpType.DestinationUnreachable or IcmpType.SourceQuench or IcmpType.Redirect
        or IcmpType.TimeExceeded or IcmpType.ParameterProblem;

    public static IcmpHeader Echo(ushort identifier, ushort sequence) => new(IcmpType.Echo, 0, ((uint)identifier << 16) | sequence);

    public static IcmpHeader Unreachable(byte code, ushort nextHopMtu = 0) => new(IcmpType.DestinationUnreachable, code, nextHopMtu);

    public static IcmpHeader TimeExceeded(byte code) => new(IcmpType.TimeExceeded, code, 0);

    public static IcmpHeader ParameterProblem(byte pointer, byte code = IcmpCode.PointerIndicatesError) =>
        new(IcmpType.ParameterProblem, code, (uint)pointer << 24);

    public static IcmpHeader Redirect(byte code, IPv4Address gateway) => new(IcmpType.Redirect, code, gateway.Value);

    /// <summary>The header of the answer to this request: same rest, type of the reply.</summary>
    public IcmpHeader ToReply() => this with { Type = Type == IcmpType.Timestamp ? IcmpType.TimestampReply : IcmpType.EchoReply, Code = 0 };

    public static bool TryParse(ReadOnlySpan<byte> octets, out IcmpHeader value) => TryParse(octets, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out IcmpHeader value, out WireFault fault)
    {
        value = default;
        fault = octets.Length < HeaderLength ? WireFault.Truncated : WireFault.None;
        if (fault != WireFault.None)
            return false;
        ref readonly var layout = ref MemoryMarshal.AsRef<IcmpLayout>(octets);
        value = new((IcmpType)layout.Type, layout.Code, layout.Rest);
        return true;
    }

    /// <summary>Writes the header with a checksum of zero; <see cref="WriteChecksum"/> fills it once the message is complete.</summary>
    public int Write(Span<byte> octets)
    {
        ref var layout = ref MemoryMarshal.AsRef<IcmpLayout>(octets);
        layout.Type = (byte)Type;
        layout.Code = Code;
        layout.Checksum = 0;
        layout.Rest = Rest;
        return HeaderLength;
    }

    /// <summary>Fills the checksum of a complete message.</summary>
    public static void WriteChecksum(Span<byte> message)
    {
        ref var layout = ref MemoryMarshal.AsRef<IcmpLayout>(message);
        layout.Checksum = 0;
        layout.Checksum = InternetChecksum.Compute(message);
    }
}
