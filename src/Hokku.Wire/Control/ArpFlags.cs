namespace Hokku.Wire.Control;

/// <summary>What an ARP entry is. The numbers are Haiku's.</summary>
[Flags]
public enum ArpFlags
{
    None = 0,

    /// <summary>An address of our own.</summary>
    Local = 1,

    /// <summary>The neighbour did not answer; packets are refused for a while.</summary>
    Reject = 2,
    Permanent = 4,

    /// <summary>We answer requests for it (proxy ARP).</summary>
    Publish = 8,
    Valid = 16,
}
