using System.Buffers.Binary;
using System.Text;

namespace Hokku.Capture;

/// <summary>Writes one block of pcapng into memory that has room for it.</summary>
internal ref struct PcapngBlock
{
    private readonly Span<byte> _target;
    private int _used;

    public PcapngBlock(Span<byte> target, uint type)
    {
        _target = target;
        Add32(type);
        // The length, known at the end.
        Add32(0);
    }

    public void Add32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_target[_used..], value);
        _used += sizeof(uint);
    }

    public void Add16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_target[_used..], value);
        _used += sizeof(ushort);
    }

    /// <summary>A timestamp: the high half comes first.</summary>
    public void AddTime(ulong nanoseconds)
    {
        Add32((uint)(nanoseconds >> 32));
        Add32((uint)nanoseconds);
    }

    /// <summary>Room for octets, padded with zeros.</summary>
    public Span<byte> Reserve(int length)
    {
        var room = _target.Slice(_used, PcapngLayout.Padded(length));
        room[length..].Clear();
        _used += room.Length;
        return room[..length];
    }

    public void AddOption(ushort code, scoped ReadOnlySpan<byte> octets)
    {
        Add16(code);
        Add16((ushort)octets.Length);
        octets.CopyTo(Reserve(octets.Length));
    }

    public void AddOption(ushort code, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Add16(code);
        Add16((ushort)length);
        Encoding.UTF8.GetBytes(text, Reserve(length));
    }

    public void AddOption(ushort code, uint value)
    {
        Add16(code);
        Add16(sizeof(uint));
        Add32(value);
    }

    public void AddOption(ushort code, ulong value)
    {
        Add16(code);
        Add16(sizeof(ulong));
        Add32((uint)value);
        Add32((uint)(value >> 32));
    }

    /// <summary>Completes the block; returns its length.</summary>
    public int End()
    {
        var length = _used + sizeof(uint);
        BinaryPrimitives.WriteUInt32LittleEndian(_target[sizeof(uint)..], (uint)length);
        Add32((uint)length);
        return length;
    }
}
