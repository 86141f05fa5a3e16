using Hokku.Devices.VirtualWire;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

/// <summary>Paths that swallow large packets and say nothing.</summary>
public sealed class BlackHoleTests : TcpScriptTests
{
    // A.1-10.
    [Theory]
    [InlineData(1400)]
    [InlineData(1300)]
    [InlineData(700)]
    [Requirement("RFC 4821", "7.7")]
    public void A_path_that_swallows_large_packets_is_found_out_and_its_size_searched(int taken)
    {
        int wire = taken + 14;
        using var pair = new TcpPair(new WireSettings { Mtu = 1500, Latency = TimeSpan.FromMilliseconds(5), Lose = (_, frame) => frame.Size > wire });
        var (client, server) = pair.Connect();
        pair.Transfer(client, server, 400_000, seconds: 60);
        Assert.Equal(taken > 1200 ? 1 : 2, pair.A.Count("paths found to swallow large segments"));
        for (int i = 0; i < 40; i++)
        {
            pair.Transfer(client, server, 100_000, seconds: 60);
            pair.Advance(1000);
        }

        Assert.InRange(client.Information.PathMtu, taken - 64, taken);
        client.Close();
        server.Close();
        pair.AssertSettled();
    }

    [Fact]
    [Requirement("RFC 4821", "7.7")]
    public void A_cable_that_was_pulled_leaves_the_segment_size_as_it_was()
    {
        using var pair = new TcpPair(new WireSettings { Mtu = 1500, Latency = TimeSpan.FromMilliseconds(5) });
        var (client, server) = pair.Connect();
        pair.Transfer(client, server, 100_000);
        client.Send(new byte[100_000]);
        pair.Advance(1);
        pair.Wire.Unplug();
        pair.Advance(10_000);
        pair.Wire.Plug();
        int received = 0;
        pair.Until(() => (received += server.Receive()!.Length) == 100_000, seconds: 20);
        for (int i = 0; i < 5; i++)
        {
            pair.Transfer(client, server, 100_000);
            pair.Advance(1000);
        }

        Assert.Equal(1448, client.Information.SendMaximumSegment);
    }
}
