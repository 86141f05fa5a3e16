using CsCheck;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Stack;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.Parts;

public sealed class ReassemblyTests : IReassemblyOwner, IDisposable
{
    private static readonly NetAddress Attacker = new(new IPv4Address(192, 0, 2, 66));
    private static readonly NetAddress Friend = new(new IPv4Address(192, 0, 2, 7));

    private readonly BufferPool _pool = new(new BufferPoolOptions { Debug = true });
    private readonly Dictionary<DropReason, int> _givenUp = [];
    private readonly Reassembly<uint> _reassembly;
    private int _givenUpWithFirst;
    private TimeSpan _now = TimeSpan.FromHours(1);

    public ReassemblyTests() => _reassembly = New(new ReassemblyOptions());

    public void Dispose()
    {
        _reassembly.Clear();
        Assert.Equal((0, 0), (_reassembly.Count, _reassembly.OctetsHeld));
        _pool.AssertBalanced();
        _pool.Dispose();
    }

    void IReassemblyOwner.GiveUp(ref BufferList fragments, bool hasFirst, DropReason reason)
    {
        _givenUp[reason] = _givenUp.GetValueOrDefault(reason) + fragments.Count;
        if (hasFirst)
            _givenUpWithFirst++;
        fragments.FreeAll();
    }

    [Fact]
    public void Fragments_in_any_order_with_exact_duplicates_become_the_packet() =>
        Gen.Select(Gen.Int[1, 9000], Gen.Int[1, 40], Gen.UInt).Sample((size, units, seed) =>
        {
            var random = new Random((int)seed);
            var packet = new byte[size];
            random.NextBytes(packet);
            var most = Math.Max(units * 8, (size / 100 + 7) & ~7);
            var offsets = Enumerable.Range(0, (size + most - 1) / most).Select(i => i * most).ToList();
            offsets.AddRange(offsets.Where(_ => random.Next(4) == 0).ToList());
            var order = offsets.ToArray();
            random.Shuffle(order);
            NetBuffer? whole = null;
            foreach (var offset in order)
            {
                var length = Math.Min(most, size - offset);
                var reason = Add(_reassembly, 7, packet.AsSpan(offset, length), offset, offset + length == size, Friend, out var done);
                Assert.True(reason is DropReason.None or DropReason.OldDuplicate);
                if (done is not null)
                {
                    whole = done;
                    break;
                }
            }
            Assert.NotNull(whole);
            var octets = new byte[whole.Size];
            whole.Read(0, octets);
            whole.Free();
            Assert.Equal(packet, octets);
            Assert.Equal(0, _reassembly.Count);
        }, iter: 200, threads: 1);

    [Fact]
    public void The_whole_packet_still_quotes_the_header_of_its_first_fragment()
    {
        Add(1, 8, 8, isLast: true);
        var first = _pool.Create()!;
        Assert.True(first.TryAppend([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        first.Source = Friend;
        first.StoreHeader();
        first.RemoveHeader(4);
        Assert.Equal(DropReason.None, _reassembly.Add(1, first, 0, false, _now, out var whole));
        var header = new byte[4];
        Assert.True(whole!.TryRestoreHeader(0, header));
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, header);
        Assert.Equal(BufferFlags.Reassembled, whole.Flags);
        whole.Free();
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(8, 16)]
    [InlineData(16, 16)]
    [InlineData(0, 48)]
    [InlineData(16, 8)]
    [Requirement("RFC 5722", "4")]
    public void Teardrop_an_overlap_discards_the_whole_packet_and_what_follows(int offset, int size)
    {
        Assert.Equal(DropReason.None, Add(1, 8, 24, isLast: false));
        Assert.Equal(DropReason.FragmentOverlap, Add(1, offset, size, isLast: false));
        Assert.Equal(1, _givenUp[DropReason.FragmentOverlap]);
        Assert.Equal(0, _reassembly.OctetsHeld);
        // What still arrives of it is refused as well, until its time is over.
        Assert.Equal(DropReason.FragmentOverlap, Add(1, 800, 8, isLast: false));
        _now += TimeSpan.FromSeconds(31);
        Assert.Equal(DropReason.None, Add(1, 800, 8, isLast: false));
    }

    [Fact]
    public void Teardrop_a_second_end_that_differs_discards_the_packet()
    {
        Assert.Equal(DropReason.None, Add(1, 16, 8, isLast: true));
        Assert.Equal(DropReason.FragmentOverlap, Add(1, 8, 8, isLast: true));
        Assert.Equal(DropReason.None, Add(2, 16, 8, isLast: true));
        Assert.Equal(DropReason.FragmentOverlap, Add(2, 24, 8, isLast: false));
        Assert.Equal(DropReason.None, Add(3, 24, 8, isLast: false));
        Assert.Equal(DropReason.FragmentOverlap, Add(3, 8, 8, isLast: true));
    }

    [Theory]
    [InlineData(65_528, 8)]
    [InlineData(65_512, 1480)]
    [InlineData(65_512, 4)]
    public void Ping_of_death_a_fragment_beyond_the_longest_packet_is_refused(int offset, int size)
    {
        Assert.Equal(DropReason.FragmentMalformed, Add(1, offset, size, isLast: true));
        Assert.Equal(0, _reassembly.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    public void A_fragment_with_others_behind_it_has_a_multiple_of_8_octets(int size)
    {
        Assert.Equal(DropReason.FragmentMalformed, Add(1, 0, size, isLast: false));
        Assert.Equal(0, _reassembly.Count);
    }

    [Fact]
    public void FragmentSmack_tiny_fragments_are_bounded_in_number_and_in_work()
    {
        // CVE-2018-5391: thousands of the smallest fragments for one packet, every other one missing, backwards.
        var refused = 0;
        for (var offset = 65_504; offset > 0; offset -= 16)
        {
            if (Add(1, offset, 8, isLast: false, Attacker) != DropReason.None)
                refused++;
        }
        Assert.Equal(65_504 / 16 - 128, refused);
        Assert.Equal(128, _givenUp[DropReason.FragmentTooMany]);
        Assert.Equal(0, _reassembly.OctetsHeld);
    }

    [Fact]
    public void FragmentSmack_one_source_cannot_take_the_memory_of_the_others()
    {
        Assert.Equal(DropReason.None, Add(0, 8, 8, isLast: true, Friend));
        for (var id = 1u; id < 5000; id++)
            Assert.Equal(DropReason.None, Add(id, 8, 8, isLast: false, Attacker));
        Assert.InRange(_reassembly.OctetsHeld, 1, (1 << 20) + BufferPool.ChunkSize);
        Assert.Equal(DropReason.None, _reassembly.Add(0, Fragment(new byte[8], Friend), 0, false, _now, out var whole));
        Assert.NotNull(whole);
        whole.Free();
    }

    [Fact]
    public void Rose_first_and_last_fragments_only_are_bounded_and_new_packets_still_get_through()
    {
        // The middle never comes, and every pair has another (forged) source.
        for (var id = 1u; id < 6000; id++)
        {
            var source = new NetAddress(new IPv4Address(0x0A000000 + id));
            Add(id, 0, 8, isLast: false, source);
            Add(id, 65_000, 8, isLast: true, source);
        }
        Assert.InRange(_reassembly.Count, 1, 1024);
        Assert.InRange(_reassembly.OctetsHeld, 1, 4 << 20);
        Assert.True(_givenUp[DropReason.FragmentMemory] > 9000);
        Add(9999, 0, 8, isLast: false, Friend);
        Assert.Equal(DropReason.None, _reassembly.Add(9999, Fragment(new byte[3], Friend), 8, true, _now, out var whole));
        Assert.Equal(11, whole!.Size);
        whole.Free();
    }

    [Fact]
    [Requirement("RFC 1122", "3.3.2")]
    public void An_incomplete_packet_is_given_up_in_time_and_says_whether_its_first_fragment_came()
    {
        Add(1, 0, 8, isLast: false);
        _now += TimeSpan.FromSeconds(1);
        Add(2, 8, 8, isLast: false);
        Assert.Equal(_now + TimeSpan.FromSeconds(29), _reassembly.NextDue);
        // Later fragments do not prolong the wait.
        _now += TimeSpan.FromSeconds(20);
        Add(1, 16, 8, isLast: false);
        _reassembly.Expire(_now += TimeSpan.FromSeconds(9));
        Assert.Equal((1, 1, 2), (_reassembly.Count, _givenUpWithFirst, _givenUp[DropReason.FragmentTimeout]));
        _reassembly.Expire(_now += TimeSpan.FromSeconds(1));
        Assert.Equal((0, 1, 3), (_reassembly.Count, _givenUpWithFirst, _givenUp[DropReason.FragmentTimeout]));
        Assert.Null(_reassembly.NextDue);
    }

    private Reassembly<uint> New(ReassemblyOptions options) => new(this, new SeededEntropy(1), options);

    private DropReason Add(uint key, int offset, int size, bool isLast, NetAddress? source = null)
    {
        var reason = Add(_reassembly, key, new byte[size], offset, isLast, source ?? Friend, out var whole);
        Assert.Null(whole);
        return reason;
    }

    private DropReason Add(
        Reassembly<uint> reassembly, uint key, ReadOnlySpan<byte> octets, int offset, bool isLast, in NetAddress source, out NetBuffer? whole)
    {
        var fragment = Fragment(octets, source);
        var reason = reassembly.Add(key, fragment, offset, isLast, _now, out whole);
        if (reason != DropReason.None)
            fragment.Free();
        return reason;
    }

    private NetBuffer Fragment(ReadOnlySpan<byte> octets, in NetAddress source)
    {
        var fragment = _pool.Create()!;
        Assert.True(fragment.TryAppend(octets));
        fragment.Source = source;
        return fragment;
    }
}
