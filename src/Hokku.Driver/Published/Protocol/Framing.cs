using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hokku.Driver.Published;

/// <summary>Structures as octets; both ends are processes of one machine.</summary>
internal static class Framing
{
    public static Span<byte> Octets<T>(ref T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new Span<T>(ref value));

    public static int SizeOf<T>()
        where T : unmanaged =>
        Unsafe.SizeOf<T>();

    /// <summary>Arguments are long and mostly zero: the zeros at the end are not carried.</summary>
    public static int LengthWithoutZeros(ReadOnlySpan<byte> octets) => octets.LastIndexOfAnyExcept((byte)0) + 1;
}
