using Hokku.Wire.Tcp;

namespace Hokku.Testing;

/// <summary>A packet that the stack under test has sent, read.</summary>
/// <param name="Time">When it was sent.</param>
/// <param name="Text">All of it in the notation.</param>
/// <param name="Segment">As a value, when it is TCP.</param>
/// <param name="Octets">From the transport header on.</param>
internal sealed record SentPacket(TimeSpan Time, PacketText Text, TcpSegment? Segment, byte[] Octets)
{
    public override string ToString() => (Text with { Marks = [.. Text.Marks.Where(m => m is "ce" or "ect0" or "ect1")] }).ToString();
}
