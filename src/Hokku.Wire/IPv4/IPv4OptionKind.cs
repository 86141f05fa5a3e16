namespace Hokku.Wire.IPv4;

/// <summary>Numbers of IPv4 options (RFC 791, 3.1; RFC 2113); the highest bit says that every fragment carries a copy.</summary>
public static class IPv4OptionKind
{
    public const byte EndOfList = 0;
    public const byte NoOperation = 1;
    public const byte RecordRoute = 7;
    public const byte Timestamp = 68;
    public const byte Security = 130;
    public const byte LooseSourceRoute = 131;
    public const byte StreamIdentifier = 136;
    public const byte StrictSourceRoute = 137;
    public const byte RouterAlert = 148;

    /// <summary>The bit of options that are copied into every fragment.</summary>
    public const byte CopiedBit = 0x80;
}
