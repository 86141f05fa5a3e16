namespace Hokku.Capture;

/// <summary>The numbers of pcapng (draft-ietf-opsawg-pcapng).</summary>
internal static class PcapngLayout
{
    public const uint SectionHeader = 0x0A0D_0D0A;
    public const uint InterfaceDescription = 1;
    public const uint InterfaceStatistics = 5;
    public const uint EnhancedPacket = 6;

    public const uint ByteOrderMagic = 0x1A2B_3C4D;

    /// <summary>Type and length in front of a block's body, and the length again behind it.</summary>
    public const int BlockOverhead = 12;

    public const ushort EndOfOptions = 0;
    public const ushort Comment = 1;
    public const ushort Hardware = 2;
    public const ushort OperatingSystem = 3;
    public const ushort Application = 4;
    public const ushort InterfaceName = 2;
    public const ushort TimestampResolution = 9;
    public const ushort PacketFlags = 2;
    public const ushort StatisticsEnd = 3;
    public const ushort Received = 4;
    public const ushort Dropped = 5;

    /// <summary>10^-9 seconds.</summary>
    public const byte Nanoseconds = 9;

    public const uint Inbound = 1;
    public const uint Outbound = 2;
    public const uint Unicast = 1 << 2;
    public const uint Multicast = 2 << 2;
    public const uint Broadcast = 3 << 2;

    public static int Padded(int length) => (length + 3) & ~3;
}
