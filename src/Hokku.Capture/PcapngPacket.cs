using Hokku.Abstractions;

namespace Hokku.Capture;

/// <summary>A packet read from a capture.</summary>
/// <param name="Interface">The name of its interface.</param>
/// <param name="LinkType">What it begins with.</param>
/// <param name="Time">When it was seen.</param>
/// <param name="Direction">Which way it went; null: not said.</param>
/// <param name="OriginalLength">Octets that it had on the wire.</param>
/// <param name="Octets">Those that were kept.</param>
/// <param name="Comment">What the writer had to say about it.</param>
public sealed record PcapngPacket(
    string Interface, LinkType LinkType, DateTimeOffset Time, PacketDirection? Direction, int OriginalLength, byte[] Octets, string? Comment);
