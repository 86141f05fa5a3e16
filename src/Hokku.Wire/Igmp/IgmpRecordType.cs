namespace Hokku.Wire.Igmp;

/// <summary>What a group record of a version 3 report says (RFC 3376, 4.2.12).</summary>
public enum IgmpRecordType : byte
{
    ModeIsInclude = 1,
    ModeIsExclude = 2,
    ChangeToInclude = 3,
    ChangeToExclude = 4,
    AllowNewSources = 5,
    BlockOldSources = 6,
}
