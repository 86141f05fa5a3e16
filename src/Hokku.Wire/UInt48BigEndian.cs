using System.Runtime.InteropServices;

namespace Hokku.Wire;

/// <summary>A 48-bit field in network order (an Ethernet address), for overlay structs.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct UInt48BigEndian
{
    private readonly UInt16BigEndian _high;
    private readonly UInt32BigEndian _low;

    private UInt48BigEndian(ulong value)
    {
        _high = (ushort)(value >> 32);
        _low = (uint)value;
    }

    public ulong Value => ((ulong)_high.Value << 32) | _low.Value;

    public static implicit operator ulong(UInt48BigEndian field) => field.Value;

    public static implicit operator UInt48BigEndian(ulong value) => new(value);
}
