using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Testing;

/// <summary>What scripts must know of a family of addresses; the engine knows none.</summary>
internal interface IScriptFamily
{
    NetFamily Family { get; }

    ushort FrameType { get; }

    NetAddress Ours { get; }

    NetAddress Peer { get; }

    int PrefixLength { get; }

    /// <summary>Puts the network header in front of a TCP segment or UDP datagram from one address to the other and fills both checksums.</summary>
    byte[] Wrap(ReadOnlySpan<byte> payload, byte protocol, in NetAddress source, in NetAddress destination, in NetworkMarks marks);

    /// <summary>Takes the network header off a packet of ours; null, with the reason, when a header or checksum is wrong.</summary>
    ScriptArrival? Unwrap(byte[] packet, out string? fault);

    /// <summary>A router's report about a packet, which is quoted as far as the family's rules demand.</summary>
    byte[] WrapError(NetworkErrorKind kind, uint value, byte[] packet);

    /// <summary>A control message of ours in the notation.</summary>
    PacketText Describe(in ScriptArrival control);
}
