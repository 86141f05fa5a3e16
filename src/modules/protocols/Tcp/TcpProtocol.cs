using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// TCP of one stack (RFC 9293): takes segments of all families, finds whose they are, and hands them on. Everything that is not one
/// connection's is here.
/// </summary>
internal sealed partial class TcpProtocol : IReceivingProtocol
{
    private const int QuotedOctets = 8;

    public TcpProtocol(INetModule module, INetStack stack, TcpSettings settings)
    {
        Module = module;
        Stack = stack;
        Settings = settings;
        Statistics = new TcpStatistics(stack.Statistics("tcp"));
        Connections = new ConnectionTable(new SipKey(stack.Entropy.NextUInt64(), stack.Entropy.NextUInt64()));
        Ports = new PortTable(new SipKey(stack.Entropy.NextUInt64(), stack.Entropy.NextUInt64()));
        Allocator = new PortAllocator(stack.Entropy, settings.FirstEphemeralPort, settings.LastEphemeralPort);
        InitialSequence = new InitialSequenceNumber(stack.SecretOf("initial sequence numbers of TCP"), stack.SecretOf("timestamp offsets of TCP"));
        TimeWait = new TimeWaitQueue(this);
        Grace = new UnloadGrace(this);
        Memory = new MemoryBudget(this);
        FastOpen = new FastOpenCache(stack.Entropy);
        FastOpenCookies = new FastOpenCookies(stack.Entropy);
        Cookies = new SynCookie(stack.Entropy);
    }

    public INetModule Module { get; }

    public INetStack Stack { get; }

    public TcpSettings Settings { get; }

    public TcpStatistics Statistics { get; }

    public ConnectionTable Connections { get; }

    public PortTable Ports { get; }

    public PortAllocator Allocator { get; }

    public InitialSequenceNumber InitialSequence { get; }

    public FlightPool FlightPool { get; } = new();

    public TimeWaitQueue TimeWait { get; }

    public UnloadGrace Grace { get; }

    public MemoryBudget Memory { get; }

    public FastOpenCache FastOpen { get; }

    public FastOpenCookies FastOpenCookies { get; }

    public SynCookie Cookies { get; }

    public void Receive(NetBuffer buffer)
    {
        Statistics.SegmentsReceived.Add();
        var reason = Validate(buffer, out var segment);
        if (reason != DropReason.None)
        {
            Drop(buffer, reason);
            return;
        }

        buffer.RemoveHeader(segment.HeaderLength);
        buffer.Source.Port = segment.SourcePort;
        buffer.Destination.Port = segment.DestinationPort;
        var key = new ConnectionKey(buffer.Destination, buffer.Source);
        if (Connections.Find(key) is { } connection)
            connection.SegmentArrives(segment, buffer);
        else if (Ports.FindListener(key, buffer.InterfaceIndex) is { } listener)
            listener.SegmentArrivesInListen(key, segment, buffer);
        else
            SegmentArrivesInClosed(key, segment, buffer);
    }

    public void ErrorReceived(in NetworkError error, NetBuffer quoted)
    {
        // RFC 792 quotes eight octets: the ports and the sequence number.
        if (quoted.TryPeek(QuotedOctets, out var octets))
        {
            quoted.Source.Port = BinaryPrimitives.ReadUInt16BigEndian(octets);
            quoted.Destination.Port = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
            var sequence = new SequenceNumber(BinaryPrimitives.ReadUInt32BigEndian(octets[4..]));
            if (Connections.Find(new ConnectionKey(quoted.Source, quoted.Destination)) is TcpEndpoint endpoint)
                endpoint.NetworkErrorArrives(error, sequence);
            else
                Statistics.ErrorsIgnored.Add();
        }

        quoted.Free();
    }

    public void Drop(NetBuffer buffer, DropReason reason) => Stack.Drop(buffer, reason, Statistics.All);

    /// <summary>The module is unloaded.</summary>
    public void Clear()
    {
        TimeWait.Clear();
        Grace.End();
    }

    private DropReason Validate(NetBuffer buffer, out TcpSegment segment)
    {
        segment = default;
        int length = buffer.Size;
        if (!buffer.TryPeek(Math.Min(length, TcpSegment.MostLength), out var octets)
            || !TcpSegment.TryParse(octets, length, out segment, out var fault))
            return length < TcpSegment.LeastLength ? DropReason.HeaderTooShort : DropReason.HeaderMalformed;
        if ((buffer.Flags & BufferFlags.TransportChecksumValid) == 0)
        {
            uint sum = InternetChecksum.PseudoHeader(buffer.Source, buffer.Destination, SegmentWriter.ProtocolNumber, length);
            if (!InternetChecksum.IsValid(sum + buffer.Sum(0, length)))
                return DropReason.BadChecksum;
        }

        if (segment.SourcePort.IsAny || segment.DestinationPort.IsAny)
            return DropReason.PortZero;
        if (segment.Options.IsMalformed)
            return DropReason.OptionsMalformed;
        return ValidateAddresses(buffer, segment);
    }

    // RFC 9293, 3.9.2.3 (MUST-57, MUST-63): no connections with broadcast or multicast addresses, nor with nobody.
    private DropReason ValidateAddresses(NetBuffer buffer, in TcpSegment segment)
    {
        if ((buffer.Flags & (BufferFlags.Broadcast | BufferFlags.Multicast)) != 0)
            return DropReason.MartianDestination;
        if (Stack.GetDomain(buffer.Source.Family) is not { } domain)
            return DropReason.NoInterface;
        if (!domain.Rules.IsUnicast(buffer.Source) && !domain.Rules.IsLoopback(buffer.Source))
            return domain.Rules.IsEmpty(buffer.Source) ? DropReason.MartianSource : DropReason.BroadcastSource;
        if (!segment.IsSyn)
            return DropReason.None;
        if ((segment.Flags & (TcpFlags.Fin | TcpFlags.Reset)) != 0)
            return DropReason.FlagsMalformed;
        if (segment.SourcePort == segment.DestinationPort && buffer.Source.SameHost(buffer.Destination))
            return DropReason.LandAttack;
        return Stack.Datalink.Match(domain, buffer.Source, out _) switch
        {
            AddressMatch.Broadcast => DropReason.BroadcastSource,
            AddressMatch.Local when !IsOurOwn(buffer) => DropReason.LandAttack,
            _ => DropReason.None,
        };
    }

    // Our own address as source is right only for what never left this machine.
    private static bool IsOurOwn(NetBuffer buffer) => (buffer.Flags & BufferFlags.Looped) != 0;
}
