namespace Hokku.Wire.Igmp;

/// <summary>IGMP message types (RFC 3376, 4; RFC 2236, 2; RFC 1112, appendix I).</summary>
public enum IgmpType : byte
{
    Query = 0x11,
    ReportV1 = 0x12,
    ReportV2 = 0x16,
    Leave = 0x17,
    ReportV3 = 0x22,
}
