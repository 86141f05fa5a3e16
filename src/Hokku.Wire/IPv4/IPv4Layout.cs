using System.Runtime.InteropServices;

namespace Hokku.Wire.IPv4;

/// <summary>The fixed part of an IPv4 header as it lies on the wire (RFC 791, 3.1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct IPv4Layout
{
    public byte VersionAndHeaderLength;
    public byte TypeOfService;
    public UInt16BigEndian TotalLength;
    public UInt16BigEndian Identification;
    public UInt16BigEndian FlagsAndFragmentOffset;
    public byte TimeToLive;
    public byte Protocol;
    public UInt16BigEndian HeaderChecksum;
    public UInt32BigEndian Source;
    public UInt32BigEndian Destination;
}
