using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.Icmp;

/// <summary>ICMP (RFC 792; RFC 1122, 3.2.2): answers echoes, reports errors and passes on those of others, and gives users ping sockets.</summary>
public sealed partial class IcmpModule : IProtocolModule, IReceivingProtocol, IErrorReporter
{
    private const string Name = "network/protocols/icmp/v1";

    private INetStack _stack = null!;
    private IcmpCounters _counters = null!;
    private ErrorLimits _limits = null!;

    public static ModuleManifest Description { get; } = new(Name)
    {
        ProtocolChains = [new(NetFamily.Internet, SocketType.Dgram, IPProtocol.Icmp, Name, "network/protocols/ipv4/v1")],
        ReceivingProtocols = [new(NetFamily.Internet, IPProtocol.Icmp)],
    };

    public ModuleManifest Manifest => Description;

    internal INetStack Stack => _stack;

    internal IcmpCounters Counters => _counters;

    internal PingTable Pings { get; private set; } = null!;

    public void Register(INetStack stack)
    {
        _stack = stack;
        _counters = new(stack.Statistics(Description.ShortName));
        _limits = new(stack);
        Pings = new(stack.Entropy);
        stack.RegisterReceivingProtocol(NetFamily.Internet, IPProtocol.Icmp, this);
    }

    public void Unregister()
    {
    }

    public NetProtocol CreateProtocol(INetSocket socket) => new PingSocket(this, socket);

    public void Receive(NetBuffer buffer)
    {
        _counters.Received.Add();
        if (!buffer.TryPeek(IcmpHeader.HeaderLength, out var octets) || !IcmpHeader.TryParse(octets, out var header))
            Drop(buffer, DropReason.HeaderTooShort);
        else if ((buffer.Flags & BufferFlags.TransportChecksumValid) == 0 && buffer.Checksum(0, buffer.Size) != 0)
            Drop(buffer, DropReason.BadChecksum);
        else
            Receive(buffer, header);
    }

    private void Receive(NetBuffer buffer, in IcmpHeader header)
    {
        switch (header.Type)
        {
            case IcmpType.Echo:
                _counters.EchoRequests.Add();
                AnswerEcho(buffer, header);
                break;
            case IcmpType.EchoReply:
                _counters.EchoReplies.Add();
                if (!Pings.Deliver(buffer, header.Identifier))
                    Drop(buffer, DropReason.PortUnreachable);
                break;
            case IcmpType.Timestamp:
                AnswerTimestamp(buffer, header);
                break;
            case IcmpType.Redirect:
                // RFC 1122, 3.2.2.2 lets hosts be redirected by their gateway; whoever can forge its address could redirect us, so we never are.
                _counters.RedirectsIgnored.Add();
                Drop(buffer, DropReason.IcmpNotAllowed);
                break;
            default:
                if (header.IsError)
                    PassOn(buffer, header);
                else
                    Drop(buffer, DropReason.IcmpUnknownType);
                break;
        }
    }

    /// <summary>An error about a packet of ours: the domain protocol reads the header that was quoted, and tells the transport.</summary>
    private void PassOn(NetBuffer buffer, in IcmpHeader header)
    {
        _counters.ErrorsReceived.Add();
        var kind = ErrorMap.KindOf(header);
        if (kind == NetworkErrorKind.None)
            Drop(buffer, DropReason.IcmpUnknownType);
        else if (kind == NetworkErrorKind.Quench || (buffer.Flags & (BufferFlags.Broadcast | BufferFlags.Multicast)) != 0)
            Drop(buffer, DropReason.IcmpNotAllowed); // RFC 6633, 3: quenches are ignored; no packet of ours can be to blame for the rest
        else if (buffer.Size < IcmpHeader.HeaderLength + IPv4Header.LeastLength + 8)
            Drop(buffer, DropReason.IcmpQuoteMalformed);
        else
        {
            var error = new NetworkError(kind, ErrorMap.ValueOf(header), buffer.Source);
            buffer.RemoveHeader(IcmpHeader.HeaderLength);
            if (_stack.GetDomain(NetFamily.Internet) is { } domain)
                domain.Protocol.ErrorReceived(error, buffer);
            else
                Drop(buffer, DropReason.IcmpQuoteUnknown);
        }
    }

    /// <summary>An error about an ICMP message of ours: an echo request of a ping socket.</summary>
    public void ErrorReceived(in NetworkError error, NetBuffer quoted)
    {
        if (quoted.TryPeek(IcmpHeader.HeaderLength, out var octets) && IcmpHeader.TryParse(octets, out var header)
            && header.Type == IcmpType.Echo && Pings.ErrorReceived(error, quoted, header.Identifier))
            quoted.Free();
        else
            Drop(quoted, DropReason.IcmpQuoteUnknown);
    }

    private void Drop(NetBuffer buffer, DropReason reason) => _stack.Drop(buffer, reason, _counters.Statistics);
}
