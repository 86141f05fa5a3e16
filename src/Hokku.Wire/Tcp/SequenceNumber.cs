using System.Globalization;

namespace Hokku.Wire.Tcp;

/// <summary>
/// A TCP sequence number (RFC 9293, 3.4): a point on a circle of 2^32. Comparisons tell which of two comes first going the shorter
/// way round; they mean something only within half the circle, which every window is.
/// </summary>
public readonly record struct SequenceNumber(uint Value)
{
    public static bool operator <(SequenceNumber a, SequenceNumber b) => (int)(a.Value - b.Value) < 0;

    public static bool operator >(SequenceNumber a, SequenceNumber b) => (int)(a.Value - b.Value) > 0;

    public static bool operator <=(SequenceNumber a, SequenceNumber b) => (int)(a.Value - b.Value) <= 0;

    public static bool operator >=(SequenceNumber a, SequenceNumber b) => (int)(a.Value - b.Value) >= 0;

    public static SequenceNumber operator +(SequenceNumber number, int octets) => new(number.Value + (uint)octets);

    public static SequenceNumber operator -(SequenceNumber number, int octets) => new(number.Value - (uint)octets);

    /// <summary>The octets from <paramref name="b"/> to <paramref name="a"/>; negative when a comes first.</summary>
    public static int operator -(SequenceNumber a, SequenceNumber b) => (int)(a.Value - b.Value);

    public static SequenceNumber operator ++(SequenceNumber number) => new(number.Value + 1);

    /// <summary>The later one.</summary>
    public static SequenceNumber Max(SequenceNumber a, SequenceNumber b) => a > b ? a : b;

    /// <summary>The earlier one.</summary>
    public static SequenceNumber Min(SequenceNumber a, SequenceNumber b) => a < b ? a : b;

    /// <summary>Whether the number lies in the <paramref name="length"/> octets that begin at <paramref name="start"/>.</summary>
    public bool IsWithin(SequenceNumber start, uint length) => Value - start.Value < length;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
