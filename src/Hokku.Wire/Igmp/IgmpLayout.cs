using System.Runtime.InteropServices;

namespace Hokku.Wire.Igmp;

/// <summary>The first eight octets of every IGMP message as they lie on the wire (RFC 2236, 2); a v3 report keeps a count in the last word.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct IgmpLayout
{
    public byte Type;
    public byte MaximumResponseCode;
    public UInt16BigEndian Checksum;
    public UInt32BigEndian Group;
}
