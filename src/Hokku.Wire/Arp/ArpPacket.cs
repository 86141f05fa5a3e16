using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;

namespace Hokku.Wire.Arp;

/// <summary>An ARP packet (RFC 826) that maps an IPv4 address to an Ethernet address.</summary>
/// <param name="Operation">Request, reply, or a number the receiver ignores.</param>
/// <param name="SenderHardware">The sender's Ethernet address.</param>
/// <param name="SenderProtocol">The sender's IPv4 address; any (0.0.0.0) in a probe.</param>
/// <param name="TargetHardware">The target's Ethernet address; empty in a request.</param>
/// <param name="TargetProtocol">The IPv4 address asked for.</param>
public readonly record struct ArpPacket(
    ArpOperation Operation,
    EthernetAddress SenderHardware,
    IPv4Address SenderProtocol,
    EthernetAddress TargetHardware,
    IPv4Address TargetProtocol) : IWireFormat<ArpPacket>
{
    public const int PacketLength = 28;

    /// <summary>The hardware type of Ethernet (ARPHRD_ETHER).</summary>
    public const ushort EthernetHardware = 1;

    public static int Length => PacketLength;

    /// <summary>Whether this asks if an address is free (RFC 5227, 1.1: ARP Probe).</summary>
    public bool IsProbe => Operation == ArpOperation.Request && SenderProtocol.IsAny;

    /// <summary>Whether the sender tells its own mapping (RFC 5227, 1.1: ARP Announcement; gratuitous ARP).</summary>
    public bool IsAnnouncement => SenderProtocol == TargetProtocol && !SenderProtocol.IsAny;

    public static bool TryParse(ReadOnlySpan<byte> octets, out ArpPacket value) => TryParse(octets, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out ArpPacket value, out WireFault fault)
    {
        value = default;
        fault = WireFault.Truncated;
        if (octets.Length < PacketLength)
            return false;
        ref readonly var layout = ref MemoryMarshal.AsRef<ArpLayout>(octets);
        fault = layout.HardwareType != EthernetHardware || layout.ProtocolType != EtherType.IPv4 ? WireFault.BadVersion
            : layout.HardwareLength != EthernetAddress.Length || layout.ProtocolLength != IPv4Address.Length ? WireFault.BadLength
            : WireFault.None;
        if (fault != WireFault.None)
            return false;
        value = new(
            (ArpOperation)layout.Operation.Value,
            new(layout.SenderHardware),
            new(layout.SenderProtocol),
            new(layout.TargetHardware),
            new(layout.TargetProtocol));
        return true;
    }

    public int Write(Span<byte> octets)
    {
        ref var layout = ref MemoryMarshal.AsRef<ArpLayout>(octets);
        layout.HardwareType = EthernetHardware;
        layout.ProtocolType = EtherType.IPv4;
        layout.HardwareLength = EthernetAddress.Length;
        layout.ProtocolLength = IPv4Address.Length;
        layout.Operation = (ushort)Operation;
        layout.SenderHardware = SenderHardware.Value;
        layout.SenderProtocol = SenderProtocol.Value;
        layout.TargetHardware = TargetHardware.Value;
        layout.TargetProtocol = TargetProtocol.Value;
        return PacketLength;
    }
}
