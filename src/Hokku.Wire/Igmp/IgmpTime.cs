namespace Hokku.Wire.Igmp;

/// <summary>The octet that codes times up to 31,744 units: linear below 128, else a floating point number (RFC 3376, 4.1.1, 4.1.7).</summary>
public static class IgmpTime
{
    /// <summary>How many units (tenths of a second, or seconds for QQIC) a code says.</summary>
    public static int Decode(byte code) => code < 128 ? code : ((code & 0xF) | 0x10) << (((code >> 4) & 7) + 3);

    /// <summary>The code of the longest time that is not longer than this.</summary>
    public static byte Encode(int units)
    {
        if (units < 128)
            return (byte)Math.Max(units, 0);
        int exponent = 0;
        while (units >> (exponent + 3) > 0x1F && exponent < 7)
            exponent++;
        return (byte)(0x80 | (exponent << 4) | (Math.Min(units >> (exponent + 3), 0x1F) & 0xF));
    }
}
