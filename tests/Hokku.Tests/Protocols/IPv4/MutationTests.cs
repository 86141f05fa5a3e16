using Hokku.Stack;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Icmp;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;
using Xunit;

namespace Hokku.Tests.Protocols.IPv4;

/// <summary>Packets that were good until somebody changed, cut or repeated octets of them.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Rounds = 20_000;
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(1UL)]
    [InlineData(0xB00UL)]
    public void Mutated_packets_raise_nothing_and_leave_nothing(ulong seed)
    {
        var random = new SeededEntropy(seed);
        var socket = _bench.Bound(5000);
        _bench.Open(System.Net.Sockets.SocketType.Raw, IPProtocol.Icmp);
        _bench.Set(socket, IPOption.ReceiveOptions, 1);
        _bench.Set(socket, IPOption.ReceiveTimeToLive, 1);
        _bench.Set(socket, IPOption.JoinGroup, new MulticastRequest { Group = new(new IPv4Address(239, 1, 1, 1)), Interface = new(Bench.Ours) });
        var seeds = Seeds();
        for (int i = 0; i < Rounds; i++)
        {
            var packet = Mutate(seeds[(int)random.Below((uint)seeds.Count)], random);
            _bench.Inject(packet, random.Below(8) == 0 ? EthernetAddress.Broadcast : null);
        }

        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.Inside(() => { });
        foreach (var open in new[] { socket })
            _bench.Inside(open.Close);
        Assert.InRange(_bench.Stack.Buffers.Statistics.BuffersInUse, 0, 4096); // only what the raw socket has not read
    }

    private static List<byte[]> Seeds()
    {
        var query = new byte[16];
        IgmpQuery.Write(query, new(239, 1, 1, 1), 10, 2, 125, [Bench.Theirs]);
        return
        [
            Packets.Echo(Bench.Theirs, Bench.Ours),
            Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, Packets.Pattern(40)),
            Packets.Error(Bench.Theirs, Bench.Ours, IcmpHeader.Unreachable(4, 600), Packets.Datagram(Bench.Ours, 5000, Bench.Theirs, 6000, Packets.Pattern(20))),
            Packets.IPv4(new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = 17 }, Packets.Udp(Bench.Theirs, 1, Bench.Ours, 5000, [1]), [7, 7, 4, 0, 0, 0, 0, 0]),
            Packets.IPv4(new() { Source = Bench.Theirs, Destination = new(239, 1, 1, 1), Protocol = 2, TimeToLive = 1 }, query, [148, 4, 0, 0]),
            .. Packets.Fragments(Packets.Echo(Bench.Theirs, Bench.Ours, 100), 48),
        ];
    }

    private static byte[] Mutate(byte[] seed, SeededEntropy random)
    {
        byte[] packet = [.. seed];
        for (uint changes = 1 + random.Below(4); changes > 0; changes--)
            packet[random.Below((uint)packet.Length)] = random.Below(3) switch { 0 => (byte)random.NextUInt32(), 1 => 0xFF, _ => 0 };
        if (random.Below(4) == 0)
            packet = packet[..(int)random.Below((uint)packet.Length)];
        // Half of them with a right header checksum, so that they get further than that.
        if (random.Below(2) == 0 && packet.Length >= 20 && (packet[0] & 0xF) >= 5 && (packet[0] & 0xF) * 4 <= packet.Length)
        {
            packet[10] = packet[11] = 0;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), InternetChecksum.Compute(packet.AsSpan(0, (packet[0] & 0xF) * 4)));
        }

        return packet;
    }
}
