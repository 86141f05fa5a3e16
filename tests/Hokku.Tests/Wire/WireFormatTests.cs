using CsCheck;
using Hokku.Wire;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>What holds for every wire format: a written value reads back, and no octets whatever make a parser throw.</summary>
public sealed class WireFormatTests
{
    [Fact]
    public void Ethernet_headers_obey() => Obeys(Generators.Ethernet);

    [Fact]
    public void Arp_packets_obey() => Obeys(Generators.Arp);

    [Fact]
    public void IPv4_headers_obey() => Obeys(Generators.IPv4);

    [Fact]
    public void Icmp_headers_obey() => Obeys(Generators.Icmp);

    [Fact]
    public void Icmp_timestamps_obey() => Obeys(Generators.IcmpTimestamps);

    [Fact]
    public void Igmp_messages_obey() => Obeys(Generators.Igmp);

    [Fact]
    public void Udp_headers_obey() => Obeys(Generators.Udp);

    [Fact]
    public void Tcp_segments_obey() => Obeys(Generators.Tcp);

    [Fact]
    public void Dns_headers_obey() => Obeys(Generators.Dns);

    private static void Obeys<T>(Gen<T> values)
        where T : struct, IWireFormat<T>
    {
        values.Sample(value =>
        {
            byte[] octets = new byte[64];
            int written = value.Write(octets);
            Assert.True(T.TryParse(octets.AsSpan(0, Math.Max(written, HeaderLength(octets, value))), out var back, out var fault), fault.ToString());
            Assert.Equal(WireFault.None, fault);
            Assert.Equal(value, back);
            Assert.False(octets.AsSpan(written).ContainsAnyExcept((byte)0), "nothing is written past the end");
            for (int length = 0; length < T.Length; length++)
            {
                Assert.False(T.TryParse(octets.AsSpan(0, length), out back, out fault));
                Assert.Equal(WireFault.Truncated, fault);
                Assert.Equal(default, back);
            }
        });

        // Any octets: a verdict, never an exception, and a fault exactly when there is no value.
        Gen.Byte.Array[0, 80].Sample(octets => T.TryParse(octets, out _, out var fault) == (fault == WireFault.None));
    }

    // An IPv4 header announces room for options that its writer leaves to others.
    private static int HeaderLength<T>(byte[] octets, T value) =>
        value is Hokku.Wire.IPv4.IPv4Header ? (octets[0] & 0xF) * 4 : 0;
}
