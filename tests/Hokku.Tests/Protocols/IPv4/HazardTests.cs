using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Xunit;

namespace Hokku.Tests.Protocols.IPv4;

/// <summary>What other stacks died of: nothing escapes, nothing is kept, something is counted.</summary>
public sealed class HazardTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Every_IHL_with_every_truncation_is_survived()
    {
        var packet = Packets.Echo(Bench.Theirs, Bench.Ours, 60);
        for (int ihl = 0; ihl < 16; ihl++)
        {
            for (int length = 0; length <= packet.Length; length++)
            {
                var cut = packet[..length];
                if (length > 0)
                    cut[0] = (byte)(0x40 | ihl);
                _bench.Inject(cut);
            }
        }

        // The header of five words is right, and whole when nothing is cut off.
        Assert.Single(_bench.TakeSent());
        Assert.True(_bench.Drops("ipv4", DropReason.HeaderMalformed) > 0);
        AssertEmpty();
    }

    [Fact]
    public void LAND_our_own_address_as_source_is_dropped()
    {
        _bench.Inject(Packets.Datagram(Bench.Ours, 5000, Bench.Ours, 5000, [1]));
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.LandAttack));
        _bench.Inject(Packets.Datagram(Bench.Ours, 5000, new(10, 0, 0, 255), 5000, [1]), EthernetAddress.Broadcast);
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.MartianSource));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("224.0.0.5")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("10.0.0.255")]
    [Requirement("RFC 1122", "3.2.1.3")]
    public void A_source_that_cannot_be_is_dropped(string source)
    {
        _bench.Bound(5000);
        _bench.Inject(Packets.Datagram(IPv4Address.Parse(source), 1, Bench.Ours, 5000, [1]));
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.MartianSource));
        Assert.Empty(_bench.TakeSent());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("250.1.2.3")]
    public void A_destination_that_cannot_be_is_dropped(string destination)
    {
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, IPv4Address.Parse(destination), 5000, [1]));
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.MartianDestination));
    }

    [Fact]
    public void What_is_not_for_us_is_dropped_without_a_word()
    {
        _bench.Inject(Packets.Echo(Bench.Theirs, new(192, 0, 2, 1)));
        Assert.Empty(_bench.TakeSent());
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.ForwardingDisabled));
    }

    [Theory]
    [InlineData(IPv4OptionKind.LooseSourceRoute)]
    [InlineData(IPv4OptionKind.StrictSourceRoute)]
    [Requirement("RFC 7126", "4.3")]
    public void Source_routes_are_dropped(byte kind)
    {
        _bench.Inject(Packets.IPv4(
            new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = IPProtocol.Icmp },
            Packets.Icmp(IcmpHeader.Echo(1, 1)),
            [kind, 7, 4, 10, 0, 0, 9, 0]));
        Assert.Empty(_bench.TakeSent());
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.SourceRouted));
    }

    [Theory]
    [InlineData(new byte[] { 7, 7, 4, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 68, 12, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 148, 4, 0, 0 })]
    [InlineData(new byte[] { 1, 1, 1, 0 })]
    [InlineData(new byte[] { 99, 4, 1, 2 })]
    public void Options_that_harm_nobody_are_passed(byte[] options)
    {
        _bench.Inject(Packets.IPv4(
            new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = IPProtocol.Icmp }, Packets.Icmp(IcmpHeader.Echo(1, 1)), options));
        Assert.Equal(IcmpType.EchoReply, Packets.IcmpOf(Assert.Single(_bench.TakeSent())).Type);
    }

    [Theory]
    [InlineData(new byte[] { 7, 0, 4, 0 }, 21)]
    [InlineData(new byte[] { 7, 1, 4, 0 }, 21)]
    [InlineData(new byte[] { 7, 40, 4, 0 }, 21)]
    [InlineData(new byte[] { 1, 1, 1, 7 }, 24)]
    [InlineData(new byte[] { 7, 3, 3, 0 }, 22)]
    [Requirement("RFC 1122", "3.2.2.5")]
    public void Options_that_lie_are_dropped_and_reported(byte[] options, byte pointer)
    {
        _bench.Inject(Packets.IPv4(
            new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = IPProtocol.Icmp }, Packets.Icmp(IcmpHeader.Echo(1, 1)), options));
        Assert.Equal(IcmpHeader.ParameterProblem(pointer), Packets.IcmpOf(Assert.Single(_bench.TakeSent())));
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.BadOption));
    }

    [Fact]
    public void A_header_with_a_wrong_checksum_is_dropped()
    {
        var packet = Packets.Echo(Bench.Theirs, Bench.Ours);
        packet[8]++;
        _bench.Inject(packet);
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.BadChecksum));
    }

    [Fact]
    public void Ping_of_death_a_fragment_beyond_the_largest_packet_is_dropped()
    {
        foreach (var fragment in Packets.Fragments(Packets.Echo(Bench.Theirs, Bench.Ours, 1472), 1480))
            _bench.Inject(fragment);
        _bench.TakeSent();
        _bench.Inject(Fragment(65528, Packets.Pattern(1000), more: false));
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.FragmentMalformed));
        AssertEmpty();
    }

    [Theory]
    [InlineData(0, 64, 32, 24)] // the second lies within the first
    [InlineData(0, 64, 56, 64)] // and over its end
    [InlineData(64, 64, 0, 72)] // and over its beginning
    [Requirement("RFC 5722", "4")]
    public void Teardrop_fragments_that_overlap_are_dropped_all_together(int first, int firstSize, int second, int secondSize)
    {
        _bench.Inject(Fragment(first, Packets.Pattern(firstSize), more: true));
        _bench.Inject(Fragment(second, Packets.Pattern(secondSize), more: true));
        Assert.Equal(2, _bench.Drops("ipv4", DropReason.FragmentOverlap));
        _bench.Inject(Fragment(128, Packets.Pattern(8), more: false));
        Assert.Empty(_bench.TakeSent());
    }

    [Fact]
    public void FragmentSmack_a_flood_of_fragments_stays_within_bounds()
    {
        for (int i = 0; i < 5000; i++)
            _bench.Inject(Fragment(8 * (i % 7), Packets.Pattern(8), more: true, identification: (ushort)i));
        Assert.InRange(_bench.Stack.Buffers.Statistics.BuffersInUse, 1, 2100);
        Assert.True(_bench.Drops("ipv4", DropReason.FragmentMemory) > 2000);
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        AssertEmpty();
    }

    [Fact]
    public void Fragments_with_a_length_that_is_no_multiple_of_eight_are_dropped()
    {
        _bench.Inject(Fragment(0, Packets.Pattern(13), more: true));
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.FragmentMalformed));
    }

    [Fact]
    [Requirement("RFC 1122", "3.3.2")]
    public void Fragments_that_wait_too_long_are_reported_when_the_first_is_there()
    {
        _bench.Inject(Fragment(0, Packets.Pattern(64), more: true, identification: 1));
        _bench.Inject(Fragment(64, Packets.Pattern(64), more: true, identification: 2));
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        var error = Assert.Single(_bench.TakeSent());
        Assert.Equal(IcmpHeader.TimeExceeded(IcmpCode.ReassemblyTimeExceeded), Packets.IcmpOf(error));
        Assert.Equal(1, Packets.Header(error[28..]).Identification);
        Assert.Equal(2, _bench.Drops("ipv4", DropReason.FragmentTimeout));
        AssertEmpty();
    }

    [Fact]
    public void NUMBER_JACK_identifications_of_one_destination_tell_nothing_of_another()
    {
        var socket = _bench.Bound(5000);
        _bench.Set(socket, IPOption.MtuDiscover, 0);
        var first = Identifications(Bench.Theirs);
        var second = Identifications(Bench.Third);
        Assert.Equal(first.Count, first.Distinct().Count());
        Assert.Equal(second.Count, second.Distinct().Count());
        Assert.DoesNotContain(Math.Abs(second[0] - first[^1]), Enumerable.Range(0, 100)); // no common counter

        List<int> Identifications(IPv4Address to)
        {
            for (int i = 0; i < 50; i++)
                _bench.Send(socket, [1], new NetAddress(to, 6000));
            return _bench.TakeSent().ConvertAll(static packet => (int)Packets.Header(packet).Identification);
        }
    }

    private static byte[] Fragment(int offset, byte[] payload, bool more, ushort identification = 77) => Packets.IPv4(
        new()
        {
            Source = Bench.Theirs,
            Destination = Bench.Ours,
            Protocol = IPProtocol.Icmp,
            Identification = identification,
            FragmentOffset = offset,
            MoreFragments = more,
        },
        payload);

    private void AssertEmpty() => Assert.Equal(0, _bench.Stack.Buffers.Statistics.BuffersInUse);
}
