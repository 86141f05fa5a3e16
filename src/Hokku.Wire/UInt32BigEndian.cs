using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hokku.Wire;

/// <summary>A 32-bit field in network order, for overlay structs.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct UInt32BigEndian
{
    private readonly uint _raw;

    private UInt32BigEndian(uint raw) => _raw = raw;

    public uint Value => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_raw) : _raw;

    public static implicit operator uint(UInt32BigEndian field) => field.Value;

    public static implicit operator UInt32BigEndian(uint value) =>
        new(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
}
