using Hokku.Buffers;

namespace Hokku.Devices.VirtualWire;

/// <summary>A frame under way.</summary>
/// <param name="Due">When it arrives, in ticks of the wire's clock.</param>
/// <param name="Number">Orders frames that arrive at the same time.</param>
/// <param name="Frame">The sender's buffer.</param>
/// <param name="Copies">How often it arrives.</param>
/// <param name="CorruptBit">The bit to be turned over; -1 for none.</param>
internal readonly record struct WireFlight(long Due, long Number, NetBuffer Frame, int Copies, int CorruptBit)
{
    public bool IsBefore(in WireFlight other) => Due != other.Due ? Due < other.Due : Number < other.Number;
}
