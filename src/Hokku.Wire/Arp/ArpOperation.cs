namespace Hokku.Wire.Arp;

/// <summary>What an ARP packet asks or tells (RFC 826).</summary>
public enum ArpOperation : ushort
{
    Request = 1,
    Reply = 2,
}
