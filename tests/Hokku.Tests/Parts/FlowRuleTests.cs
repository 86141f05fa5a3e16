using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Stack;
using Hokku.Tests.Protocols;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.Parts;

public sealed class FlowRuleTests : IDisposable
{
    private const int Places = 4;
    private static readonly IPv4Address Ours = new(10, 0, 0, 1);
    private static readonly IPv4Address Theirs = new(10, 0, 0, 2);
    private readonly BufferPool _pool = new();
    private readonly FlowRule _rule = new(Places, new SeededEntropy(7));

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void A_connection_s_packets_and_the_errors_about_it_have_the_home_that_its_ports_were_chosen_for()
    {
        var homes = new HashSet<int>();
        for (int port = 50_000; port < 50_100; port++)
        {
            int home = _rule.HomeOf((ushort)port, new NetAddress(Theirs, 80));
            homes.Add(home);
            Assert.Equal(home, HomeOf(Tcp(Theirs, 80, Ours, port)));
            Assert.Equal(home, HomeOf(Error(Tcp(Ours, port, Theirs, 80))));
        }

        Assert.Equal(Places, homes.Count);
    }

    [Fact]
    public void What_is_no_connection_is_the_first_stack_s()
    {
        Assert.Equal(0, HomeOf(Packets.Datagram(Theirs, 6000, Ours, 5000, [1, 2, 3])));
        Assert.Equal(0, HomeOf([]));
        Assert.Equal(0, HomeOf([0x45, 0, 0]));
        for (int port = 50_000; port < 50_020; port++)
        {
            var fragment = Tcp(Theirs, 80, Ours, port);
            fragment[6] = 0x20; // more fragments
            Assert.Equal(0, HomeOf(fragment));
            Assert.Equal(0, HomeOf(Error(Tcp(Ours, port, Theirs, 80))[..40]));
        }
    }

    private static byte[] Tcp(IPv4Address source, int sourcePort, IPv4Address destination, int destinationPort)
    {
        var packet = new byte[40];
        packet[0] = 0x45;
        packet[3] = 40;
        packet[8] = 64;
        packet[9] = 6;
        source.Write(packet.AsSpan(12));
        destination.Write(packet.AsSpan(16));
        (packet[20], packet[21]) = ((byte)(sourcePort >> 8), (byte)sourcePort);
        (packet[22], packet[23]) = ((byte)(destinationPort >> 8), (byte)destinationPort);
        return packet;
    }

    private static byte[] Error(byte[] quoted)
    {
        var packet = new byte[28 + quoted.Length];
        packet[0] = 0x45;
        packet[3] = (byte)packet.Length;
        packet[8] = 64;
        packet[9] = 1;
        new IPv4Address(10, 0, 0, 9).Write(packet.AsSpan(12));
        Ours.Write(packet.AsSpan(16));
        packet[20] = 3;
        quoted.CopyTo(packet, 28);
        return packet;
    }

    private int HomeOf(byte[] packet)
    {
        var buffer = _pool.Create()!;
        Assert.True(packet.Length == 0 || buffer.TryAppend(packet));
        int home = ((IFlowRule)_rule).HomeOf(buffer);
        buffer.Free();
        return home;
    }
}
