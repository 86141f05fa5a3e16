using System.Runtime.InteropServices;

namespace Hokku.Wire.Ethernet;

/// <summary>The Ethernet II header as it lies on the wire (RFC 894).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EthernetLayout
{
    public UInt48BigEndian Destination;
    public UInt48BigEndian Source;
    public UInt16BigEndian Type;
}
