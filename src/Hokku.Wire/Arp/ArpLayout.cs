using System.Runtime.InteropServices;

namespace Hokku.Wire.Arp;

/// <summary>ARP for IPv4 over Ethernet as it lies on the wire (RFC 826).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ArpLayout
{
    public UInt16BigEndian HardwareType;
    public UInt16BigEndian ProtocolType;
    public byte HardwareLength;
    public byte ProtocolLength;
    public UInt16BigEndian Operation;
    public UInt48BigEndian SenderHardware;
    public UInt32BigEndian SenderProtocol;
    public UInt48BigEndian TargetHardware;
    public UInt32BigEndian TargetProtocol;
}
