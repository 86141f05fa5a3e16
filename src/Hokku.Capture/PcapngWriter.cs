using System.Runtime.InteropServices;
using System.Text;
using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Capture;

/// <summary>
/// Writes packets as pcapng (draft-ietf-opsawg-pcapng), with nanoseconds, directions and comments. Packets are put into bounded memory and
/// may come from inside a stack; <see cref="Flush"/>, outside, brings them to the stream.
/// </summary>
public sealed class PcapngWriter : IDisposable
{
    // Descriptions of interfaces go in although packets no longer do.
    private const int Reserve = 8192;
    private const int LongestComment = 1024;

    private readonly Stream _stream;
    private readonly PcapngOptions _options;
    private readonly ulong _epoch;
    private readonly Lock _lock = new();
    private readonly Lock _flushing = new();
    private byte[] _active;
    private byte[] _spare;
    private int _used;
    private int _interfaces;

    /// <summary>Begins a capture; the stream is the writer's to dispose.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A snap length or buffer of no use.</exception>
    public PcapngWriter(Stream stream, PcapngOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _options = options ?? new PcapngOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.SnapLength, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BufferOctets, Reserve, nameof(options));
        _epoch = (ulong)(_options.Epoch - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        _active = new byte[_options.BufferOctets + Reserve];
        _spare = new byte[_active.Length];
        BeginSection();
    }

    /// <summary>Packets that were not written because the memory was full.</summary>
    public long Missed { get; private set; }

    /// <summary>Describes an interface; returns its number in the capture, or -1 when there is no room for it.</summary>
    public int AddInterface(string name, LinkType linkType)
    {
        lock (_lock)
        {
            var length = Encoding.UTF8.GetByteCount(name);
            if (length > LongestComment || _used + length + 64 > _active.Length)
                return -1;
            var block = new PcapngBlock(_active.AsSpan(_used), PcapngLayout.InterfaceDescription);
            block.Add16((ushort)linkType);
            block.Add16(0);
            block.Add32((uint)_options.SnapLength);
            block.AddOption(PcapngLayout.InterfaceName, name);
            block.AddOption(PcapngLayout.TimestampResolution, [PcapngLayout.Nanoseconds]);
            block.Add32(PcapngLayout.EndOfOptions);
            _used += block.End();
            return _interfaces++;
        }
    }

    /// <summary>Writes a packet; false when the memory is full, or the interface is -1 (counted).</summary>
    /// <param name="interfaceNumber">From <see cref="AddInterface"/>.</param>
    /// <param name="at">The stack's time.</param>
    /// <param name="packet">Not changed and not kept.</param>
    /// <param name="direction">Which way it went.</param>
    /// <param name="comment">At most 1024 octets; shown with the packet.</param>
    public bool TryWrite(int interfaceNumber, TimeSpan at, NetBuffer packet, PacketDirection direction, string? comment = null)
    {
        ArgumentNullException.ThrowIfNull(packet);
        lock (_lock)
        {
            if (!TryBegin(interfaceNumber, at, packet.Size, comment, out var block, out var data))
                return false;
            packet.Read(0, data);
            EndPacket(ref block, Flags(direction, packet.Flags), comment);
            return true;
        }
    }

    /// <summary>As the other, of octets; the reception type is not known.</summary>
    public bool TryWrite(int interfaceNumber, TimeSpan at, ReadOnlySpan<byte> packet, PacketDirection direction, string? comment = null)
    {
        lock (_lock)
        {
            if (!TryBegin(interfaceNumber, at, packet.Length, comment, out var block, out var data))
                return false;
            packet[..data.Length].CopyTo(data);
            EndPacket(ref block, direction == PacketDirection.Sent ? PcapngLayout.Outbound : PcapngLayout.Inbound, comment);
            return true;
        }
    }

    /// <summary>Writes how many packets an interface received and dropped until then.</summary>
    public bool TryWriteStatistics(int interfaceNumber, TimeSpan at, long received, long dropped)
    {
        lock (_lock)
        {
            if (interfaceNumber < 0 || _used + 128 > _active.Length)
                return false;
            var time = Time(at);
            var block = new PcapngBlock(_active.AsSpan(_used), PcapngLayout.InterfaceStatistics);
            block.Add32((uint)interfaceNumber);
            block.AddTime(time);
            Span<uint> end = [(uint)(time >> 32), (uint)time];
            block.AddOption(PcapngLayout.StatisticsEnd, MemoryMarshal.AsBytes(end));
            block.AddOption(PcapngLayout.Received, (ulong)received);
            block.AddOption(PcapngLayout.Dropped, (ulong)dropped);
            block.Add32(PcapngLayout.EndOfOptions);
            _used += block.End();
            return true;
        }
    }

    /// <summary>Brings to the stream what waits. Not inside a stack: the stream may block.</summary>
    public void Flush()
    {
        lock (_flushing)
        {
            int length;
            lock (_lock)
            {
                length = _used;
                _used = 0;
                (_active, _spare) = (_spare, _active);
            }
            if (length > 0)
                _stream.Write(_spare, 0, length);
            _stream.Flush();
        }
    }

    /// <summary>Flushes and disposes the stream.</summary>
    public void Dispose()
    {
        Flush();
        _stream.Dispose();
    }

    private static uint Flags(PacketDirection direction, BufferFlags flags)
    {
        var reception = PcapngLayout.Unicast;
        if ((flags & BufferFlags.Broadcast) != 0)
            reception = PcapngLayout.Broadcast;
        else if ((flags & BufferFlags.Multicast) != 0)
            reception = PcapngLayout.Multicast;
        return direction == PacketDirection.Sent ? PcapngLayout.Outbound | reception : PcapngLayout.Inbound | reception;
    }

    private ulong Time(TimeSpan at) => _epoch + (ulong)at.Ticks * TimeSpan.NanosecondsPerTick;

    private void BeginSection()
    {
        var block = new PcapngBlock(_active, PcapngLayout.SectionHeader);
        block.Add32(PcapngLayout.ByteOrderMagic);
        block.Add16(1);
        block.Add16(0);
        // The section's length is not known.
        block.Add32(uint.MaxValue);
        block.Add32(uint.MaxValue);
        block.AddOption(PcapngLayout.Application, _options.Application);
        block.Add32(PcapngLayout.EndOfOptions);
        _used = block.End();
    }

    private bool TryBegin(int interfaceNumber, TimeSpan at, int size, string? comment, out PcapngBlock block, out Span<byte> data)
    {
        var kept = Math.Min(size, _options.SnapLength);
        var length = 64 + kept + (comment is null ? 0 : 8 + LongestComment);
        if (interfaceNumber < 0 || _used + length > _active.Length - Reserve)
        {
            Missed++;
            block = default;
            data = default;
            return false;
        }
        block = new PcapngBlock(_active.AsSpan(_used), PcapngLayout.EnhancedPacket);
        block.Add32((uint)interfaceNumber);
        block.AddTime(Time(at));
        block.Add32((uint)kept);
        block.Add32((uint)size);
        data = block.Reserve(kept);
        return true;
    }

    private void EndPacket(ref PcapngBlock block, uint flags, string? comment)
    {
        block.AddOption(PcapngLayout.PacketFlags, flags);
        if (comment is not null && Encoding.UTF8.GetByteCount(comment) <= LongestComment)
            block.AddOption(PcapngLayout.Comment, comment);
        block.Add32(PcapngLayout.EndOfOptions);
        _used += block.End();
    }
}
