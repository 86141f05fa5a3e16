namespace Hokku.Wire.Tcp;

/// <summary>Numbers of TCP options (RFC 9293, 3.1; RFC 7323; RFC 2018).</summary>
public static class TcpOptionKind
{
    public const byte EndOfList = 0;
    public const byte NoOperation = 1;
    public const byte MaximumSegmentSize = 2;
    public const byte WindowScale = 3;
    public const byte SackPermitted = 4;
    public const byte Sack = 5;
    public const byte Timestamps = 8;

    /// <summary>RFC 7413, 4.1.1.</summary>
    public const byte FastOpen = 34;
}
