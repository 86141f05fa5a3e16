using Hokku.Devices.VirtualWire;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;

namespace Hokku.Simulation;

/// <summary>
/// An IPv4 router (RFC 1812) that knows the whole topology: answers ARP for its own addresses, forwards along the shortest way, and says by ICMP when a
/// packet's time is over, it is too large, or there is no way.
/// </summary>
internal sealed class RouterNode(string name) : Node(name)
{
    private const int FirstHeaders = EthernetHeader.HeaderLength + IPv4Header.LeastLength;
    private WireProbe[] _probes = [];
    private Func<IPv4Address, Hop?> _route = static _ => null;

    internal override string Kind => "router";

    /// <param name="route">The end to send by and the Ethernet address to send to, for a destination; null when there is no way.</param>
    public void Begin(Func<IPv4Address, Hop?> route)
    {
        _route = route;
        _probes = [.. Ends.Select(end => new WireProbe(end.Link.Wire, end.Number))];
        for (int port = 0; port < _probes.Length; port++)
        {
            int from = port;
            _probes[port].Arrived = frame => Receive(from, frame);
        }
    }

    private void Receive(int port, byte[] frame)
    {
        if (!EthernetHeader.TryParse(frame, out var header))
            return;
        if (header.Type == EtherType.Arp)
            AnswerArp(port, frame);
        else if (header.Type == EtherType.IPv4 && header.Destination == Ends[port].Mac && IPv4Header.TryParse(frame.AsSpan(EthernetHeader.HeaderLength), out var ip))
            Forward(port, frame, ip);
    }

    private void AnswerArp(int port, byte[] frame)
    {
        var end = Ends[port];
        if (!ArpPacket.TryParse(frame.AsSpan(EthernetHeader.HeaderLength), out var arp) || arp.Operation != ArpOperation.Request || arp.TargetProtocol != end.Address)
            return;
        var reply = new byte[EthernetHeader.HeaderLength + ArpPacket.PacketLength];
        new EthernetHeader(arp.SenderHardware, end.Mac, EtherType.Arp).Write(reply);
        new ArpPacket(ArpOperation.Reply, end.Mac, end.Address, arp.SenderHardware, arp.SenderProtocol).Write(reply.AsSpan(EthernetHeader.HeaderLength));
        _probes[port].Send(reply);
    }

    private void Forward(int port, byte[] frame, in IPv4Header ip)
    {
        if (ip.Destination == Ends[port].Address)
            return;
        if (ip.TimeToLive <= 1)
        {
            Complain(port, frame, ip, IcmpType.TimeExceeded, 0, 0);
            return;
        }

        if (_route(ip.Destination) is not { } hop)
        {
            Complain(port, frame, ip, IcmpType.DestinationUnreachable, 0, 0);
            return;
        }

        int mtu = hop.End.Link.SettingsFrom(hop.End.Number).Mtu;
        if (ip.TotalLength > mtu)
        {
            if (ip.DontFragment)
                Complain(port, frame, ip, IcmpType.DestinationUnreachable, 4, (uint)mtu);
            return;
        }

        IPv4Header.DecrementTimeToLive(frame.AsSpan(EthernetHeader.HeaderLength));
        new EthernetHeader(hop.Mac, hop.End.Mac, EtherType.IPv4).Write(frame);
        _probes[Ends.IndexOf(hop.End)].Send(frame);
    }

    // RFC 792: the header of what it is about and the first octets behind it go back.
    private void Complain(int port, byte[] about, in IPv4Header ip, IcmpType type, byte code, uint rest)
    {
        if (ip.FragmentOffset != 0 || ip.Protocol == 1 && about[EthernetHeader.HeaderLength + ip.HeaderLength] is not (0 or 8))
            return;
        var quoted = about.AsSpan(EthernetHeader.HeaderLength, Math.Min(ip.TotalLength, ip.HeaderLength + 8));
        var frame = new byte[FirstHeaders + 8 + quoted.Length];
        var sender = EthernetAddress.Read(about.AsSpan(EthernetAddress.Length));
        new EthernetHeader(sender, Ends[port].Mac, EtherType.IPv4).Write(frame);
        new IPv4Header { Source = Ends[port].Address, Destination = ip.Source, Protocol = 1, TotalLength = IPv4Header.LeastLength + 8 + quoted.Length }
            .Write(frame.AsSpan(EthernetHeader.HeaderLength));
        var icmp = frame.AsSpan(FirstHeaders);
        icmp[0] = (byte)type;
        icmp[1] = code;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(icmp[4..], rest);
        quoted.CopyTo(icmp[8..]);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(icmp[2..], InternetChecksum.Compute(icmp));
        _probes[port].Send(frame);
    }

    /// <summary>Where a packet goes next.</summary>
    internal readonly record struct Hop(LinkEnd End, EthernetAddress Mac);
}
