using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hokku.Wire;

/// <summary>A 16-bit field in network order, for overlay structs.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct UInt16BigEndian
{
    private readonly ushort _raw;

    private UInt16BigEndian(ushort raw) => _raw = raw;

    public ushort Value => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_raw) : _raw;

    public static implicit operator ushort(UInt16BigEndian field) => field.Value;

    public static implicit operator UInt16BigEndian(ushort value) =>
        new(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
}
