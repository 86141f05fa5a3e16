using System.Runtime.InteropServices;

namespace Hokku.Wire.Udp;

/// <summary>The UDP header as it lies on the wire (RFC 768).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct UdpLayout
{
    public UInt16BigEndian SourcePort;
    public UInt16BigEndian DestinationPort;
    public UInt16BigEndian Length;
    public UInt16BigEndian Checksum;
}
