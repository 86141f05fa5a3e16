using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.Buffers;

public sealed class NetBufferTests : IDisposable
{
    private readonly BufferPool _pool = new(new BufferPoolOptions { Debug = true });

    public void Dispose()
    {
        _pool.AssertBalanced();
        _pool.Dispose();
    }

    [Fact]
    public void Headers_go_into_the_head_room_without_another_chunk()
    {
        var buffer = New(Octets(100));
        Assert.Equal(_pool.HeadRoom, buffer.HeadRoom);
        Assert.True(buffer.TryPrepend(20, out var header));
        header.Fill(7);
        Assert.Equal(1, _pool.Statistics.ChunksInUse);
        Assert.True(buffer.TryPeek(21, out var octets));
        Assert.Equal(7, octets[19]);
        Assert.Equal(Octets(1)[0], octets[20]);
        buffer.Free();
    }

    [Fact]
    public void A_clone_costs_no_chunk()
    {
        var buffer = New(Octets(5000));
        var chunks = _pool.Statistics.ChunksInUse;
        var clone = buffer.Clone()!;
        Assert.Equal(chunks, _pool.Statistics.ChunksInUse);
        buffer.Free();
        Assert.Equal(Octets(5000), Content(clone));
        clone.Free();
    }

    [Fact]
    public void Prepending_to_a_buffer_does_not_show_in_its_clone()
    {
        var buffer = New(Octets(60));
        var clone = buffer.Clone()!;
        buffer.RemoveHeader(20);
        Assert.True(buffer.TryPrepend(new byte[20]));
        Assert.Equal(Octets(60), Content(clone));
        buffer.Free();
        clone.Free();
    }

    [Fact]
    public void A_buffer_may_grow_behind_what_its_clones_see_without_another_chunk()
    {
        var buffer = New(Octets(12));
        var clone = buffer.Clone()!;
        for (var i = 1; i < 100; i++)
            Assert.True(buffer.TryAppend(Octets(12)));
        Assert.Equal(1, _pool.Statistics.ChunksInUse);
        Assert.Equal(Octets(12), Content(clone));
        Assert.False(clone.TailRoom > 0);
        buffer.Free();
        clone.Free();
    }

    [Fact]
    public void A_split_copies_nothing()
    {
        var rest = New(Octets(3000));
        var front = rest.Split(1000)!;
        Assert.Equal(2, _pool.Statistics.ChunksInUse);
        Assert.Equal(Octets(3000)[..1000], Content(front));
        Assert.Equal(Octets(3000)[1000..], Content(rest));
        front.Free();
        rest.Free();
    }

    [Fact]
    public void A_header_that_was_removed_can_be_quoted()
    {
        var packet = New(Octets(100));
        packet.StoreHeader();
        packet.RemoveHeader(20);
        packet.RemoveHeader(8);
        Assert.Equal(28, packet.StoredHeaderLength);
        var header = new byte[8];
        Assert.True(packet.TryRestoreHeader(20, header));
        Assert.Equal(Octets(100)[20..28], header);
        var quote = _pool.Create()!;
        Assert.True(packet.TryAppendRestoredHeader(quote, 0, 28));
        quote.AppendCloned(packet, 0, 72);
        Assert.Equal(Octets(100), Content(quote));
        packet.Free();
        quote.Free();
    }

    [Fact]
    public void A_stored_header_survives_a_header_that_lies_in_two_chunks()
    {
        var packet = New(Octets(25));
        var second = New(Octets(50));
        packet.Append(second);
        packet.StoreHeader();
        packet.RemoveHeader(20);
        Assert.True(packet.TryPeek(20, out var header));
        Assert.Equal(Octets(25)[20], header[0]);
        packet.RemoveHeader(20);
        Assert.Equal(40, packet.StoredHeaderLength);
        var quoted = new byte[40];
        Assert.True(packet.TryRestoreHeader(0, quoted));
        Assert.Equal([.. Octets(25), .. Octets(15)], quoted);
        Assert.False(packet.TryRestoreHeader(33, new byte[8]));
        packet.Free();
    }

    [Fact]
    public void A_new_packet_knows_nothing_of_the_one_before_it()
    {
        using var pool = new BufferPool();
        var buffer = pool.Create()!;
        buffer.Source = new NetAddress(IPv4Address.Loopback, 5);
        buffer.Flags = BufferFlags.Broadcast;
        buffer.SegmentSize = 1448;
        buffer.Ancillary.TryAdd(0, 1, [1, 2, 3]);
        Assert.True(buffer.TryAppend(Octets(9)));
        buffer.Free();
        var next = pool.Create()!;
        Assert.Same(buffer, next);
        Assert.Equal((default, BufferFlags.None, false, 0, false), (next.Source, next.Flags, next.IsSuperPacket, next.Size, next.HasAncillary));
        next.Free();
        pool.AssertBalanced();
    }

    [Fact]
    public void Ancillary_data_are_added_found_removed_and_moved()
    {
        var a = _pool.Create()!;
        var b = _pool.Create()!;
        Assert.True(a.Ancillary.TryAdd(1, 2, [1]));
        Assert.True(a.Ancillary.TryAdd(1, 3, [2, 2]));
        Assert.False(a.Ancillary.TryAdd(1, 3, new byte[AncillaryData.MaximumItem + 1]));
        var clone = a.Clone()!;
        Assert.True(a.Ancillary.TryRemove(1, 2));
        a.TransferAncillary(b);
        Assert.False(a.HasAncillary);
        Assert.True(b.Ancillary.TryFind(1, 3, out var octets));
        Assert.Equal(new byte[] { 2, 2 }, octets.ToArray());
        var position = 0;
        var types = new List<int>();
        while (clone.Ancillary.TryNext(ref position, out var item))
            types.Add(item.Type);
        Assert.Equal([2, 3], types);
        a.Free();
        b.Free();
        clone.Free();
    }

    [Fact]
    public void An_offset_outside_of_the_data_is_a_programming_error()
    {
        var buffer = New(Octets(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.RemoveHeader(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(5, new byte[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Sum(-1, 2));
        Assert.False(buffer.TryPeek(11, out _));
        buffer.Free();
    }

    internal static byte[] Octets(int count)
    {
        var octets = new byte[count];
        for (var i = 0; i < count; i++)
            octets[i] = (byte)(i * 7 + i / 256 + 1);
        return octets;
    }

    internal static byte[] Content(NetBuffer buffer)
    {
        var octets = new byte[buffer.Size];
        buffer.Read(0, octets);
        return octets;
    }

    private NetBuffer New(ReadOnlySpan<byte> octets)
    {
        var buffer = _pool.Create()!;
        Assert.True(buffer.TryAppend(octets));
        return buffer;
    }
}
