using System.Runtime.InteropServices;

namespace Hokku.Wire.Icmp;

/// <summary>The part common to all ICMP messages as it lies on the wire (RFC 792); what the rest means depends on the type.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct IcmpLayout
{
    public byte Type;
    public byte Code;
    public UInt16BigEndian Checksum;
    public UInt32BigEndian Rest;
}
