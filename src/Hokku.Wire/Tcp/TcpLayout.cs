using System.Runtime.InteropServices;

namespace Hokku.Wire.Tcp;

/// <summary>The fixed part of a TCP header as it lies on the wire (RFC 9293, 3.1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TcpLayout
{
    public UInt16BigEndian SourcePort;
    public UInt16BigEndian DestinationPort;
    public UInt32BigEndian SequenceNumber;
    public UInt32BigEndian AcknowledgmentNumber;
    public byte DataOffsetAndReserved;
    public TcpFlags Flags;
    public UInt16BigEndian Window;
    public UInt16BigEndian Checksum;
    public UInt16BigEndian UrgentPointer;
}
