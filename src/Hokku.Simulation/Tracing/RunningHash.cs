using System.Numerics;
using System.Runtime.InteropServices;

namespace Hokku.Simulation;

/// <summary>A 64-bit hash of everything that was added, in order. To tell runs apart, not to withstand anybody.</summary>
internal struct RunningHash()
{
    public ulong Value { get; private set; } = 0x9E37_79B9_7F4A_7C15;

    public void Add(ulong word)
    {
        var mixed = (Value ^ word) * 0xBF58_476D_1CE4_E5B9;
        Value = BitOperations.RotateLeft(mixed, 29) * 0x94D0_49BB_1331_11EB;
    }

    public void Add(ReadOnlySpan<byte> octets)
    {
        Add((ulong)octets.Length);
        var words = MemoryMarshal.Cast<byte, ulong>(octets);
        foreach (ulong word in words)
            Add(word);
        ulong rest = 0;
        foreach (byte octet in octets[(words.Length * sizeof(ulong))..])
            rest = (rest << 8) | octet;
        Add(rest);
    }

    public void Add(string text) => Add(MemoryMarshal.AsBytes(text.AsSpan()));
}
