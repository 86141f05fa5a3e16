using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hokku.Wire;

public static partial class InternetChecksum
{
    /// <summary>Sums only.</summary>
    private readonly struct Reading;

    /// <summary>Sums and stores what was read.</summary>
    private readonly struct Copying;

    // Every 32-bit word counts as is: 2^32 is 1 modulo 2^16 - 1. 64-bit lanes take the low and the high halves in two accumulators
    // each, so that no carry is lost. No call may happen while a vector is live: the JIT would spill it inside the loop (5x slower).
    private static ulong Run<TMode>(ref byte source, ref byte destination, nuint length)
        where TMode : struct
    {
        nuint at = 0;
        ulong sum = 0;
        if (Vector256.IsHardwareAccelerated && length >= 32)
        {
            Vector256<ulong> low = default, high = default, low2 = default, high2 = default;
            for (; at + 128 <= length; at += 128)
            {
                Add<TMode>(ref source, ref destination, at, ref low, ref high);
                Add<TMode>(ref source, ref destination, at + 32, ref low2, ref high2);
                Add<TMode>(ref source, ref destination, at + 64, ref low, ref high);
                Add<TMode>(ref source, ref destination, at + 96, ref low2, ref high2);
            }

            for (; at + 32 <= length; at += 32)
                Add<TMode>(ref source, ref destination, at, ref low, ref high);
            sum = Vector256.Sum(low + high + low2 + high2);
        }
        else if (Vector128.IsHardwareAccelerated && length >= 16)
        {
            Vector128<ulong> low = default, high = default, low2 = default, high2 = default;
            for (; at + 32 <= length; at += 32)
            {
                Add<TMode>(ref source, ref destination, at, ref low, ref high);
                Add<TMode>(ref source, ref destination, at + 16, ref low2, ref high2);
            }

            sum = Vector128.Sum(low + high + low2 + high2);
        }

        return sum + Tail<TMode>(ref source, ref destination, at, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TMode>(ref byte source, ref byte destination, nuint at, ref Vector256<ulong> low, ref Vector256<ulong> high)
        where TMode : struct
    {
        var octets = Vector256.LoadUnsafe(ref source, at);
        if (typeof(TMode) == typeof(Copying))
            octets.StoreUnsafe(ref destination, at);
        var words = octets.AsUInt64();
        low += words & Vector256.Create(0xFFFF_FFFFUL);
        high += words >>> 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TMode>(ref byte source, ref byte destination, nuint at, ref Vector128<ulong> low, ref Vector128<ulong> high)
        where TMode : struct
    {
        var octets = Vector128.LoadUnsafe(ref source, at);
        if (typeof(TMode) == typeof(Copying))
            octets.StoreUnsafe(ref destination, at);
        var words = octets.AsUInt64();
        low += words & Vector128.Create(0xFFFF_FFFFUL);
        high += words >>> 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Tail<TMode>(ref byte source, ref byte destination, nuint at, nuint length)
        where TMode : struct
    {
        ulong sum = 0;
        for (; at + 4 <= length; at += 4)
            sum += Take<TMode, uint>(ref source, ref destination, at);
        if (at + 2 <= length)
        {
            sum += Take<TMode, ushort>(ref source, ref destination, at);
            at += 2;
        }

        if (at < length)
        {
            byte last = Take<TMode, byte>(ref source, ref destination, at);
            sum += BitConverter.IsLittleEndian ? last : (uint)last << 8;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWord Take<TMode, TWord>(ref byte source, ref byte destination, nuint at)
        where TMode : struct
        where TWord : unmanaged
    {
        var word = Unsafe.ReadUnaligned<TWord>(ref Unsafe.Add(ref source, at));
        if (typeof(TMode) == typeof(Copying))
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, at), word);
        return word;
    }
}
