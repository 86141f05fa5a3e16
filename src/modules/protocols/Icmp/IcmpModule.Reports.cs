using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.Icmp;

/// <content>Errors that we send (RFC 1122, 3.2.2; RFC 1812, 4.3.2).</content>
public sealed partial class IcmpModule
{
    // RFC 1812, 4.3.2.3: as much of the packet as fits into 576 octets.
    private const int LongestMessage = 576 - IPv4Header.LeastLength;

    public void Report(in NetworkError error, NetBuffer cause)
    {
        Span<byte> message = stackalloc byte[LongestMessage];
        int quoteLength = Quote(cause, message[IcmpHeader.HeaderLength..]);
        var quote = message.Slice(IcmpHeader.HeaderLength, quoteLength);
        if (!ErrorMap.TryGetMessage(error, out var header) || !MayReport(cause, quote, out var culprit))
        {
            _counters.ErrorsForbidden.Add();
            return;
        }

        if (!_limits.Admit(culprit.Source))
        {
            _counters.ErrorsLimited.Add();
            _counters.Statistics.Drops.Add(DropReason.IcmpRateLimited);
            return;
        }

        message = message[..(IcmpHeader.HeaderLength + quoteLength)];
        header.Write(message);
        IcmpHeader.WriteChecksum(message);
        if (_stack.Buffers.Create() is not { } buffer)
            return;
        if (!buffer.TryAppend(message))
        {
            buffer.Free();
            return;
        }

        buffer.Destination = new(culprit.Source);
        buffer.Source = OwnAddress(culprit.Destination);
        _counters.ErrorsSent.Add();
        Send(buffer);
    }

    /// <summary>The front of the packet as it came: what layers have removed of it, then the rest.</summary>
    private static int Quote(NetBuffer cause, Span<byte> target)
    {
        int stored = Math.Min(cause.StoredHeaderLength, target.Length);
        if (stored > 0 && !cause.TryRestoreHeader(0, target[..stored]))
            return 0;
        int rest = Math.Min(cause.Size, target.Length - stored);
        cause.Read(0, target.Slice(stored, rest));
        return stored + rest;
    }

    /// <summary>
    /// RFC 1122, 3.2.2: never about an ICMP error, a packet to a group of the network or the link, a fragment other than the first, or a packet whose
    /// source is not one host.
    /// </summary>
    private bool MayReport(NetBuffer cause, ReadOnlySpan<byte> quote, out IPv4Header culprit)
    {
        // A parameter problem is about a header that does not parse as a whole; the fixed part does.
        if (!IPv4Header.TryParse(quote, out culprit) || culprit.FragmentOffset != 0)
            return false;
        if ((cause.Flags & (BufferFlags.Broadcast | BufferFlags.Multicast)) != 0
            || culprit.Destination.IsMulticast || culprit.Destination == IPv4Address.Broadcast || !culprit.Source.IsUnicast)
            return false;
        if (culprit.Protocol == IPProtocol.Icmp
            && (!IcmpHeader.TryParse(quote[culprit.HeaderLength..], out var icmp) || icmp.IsError || !Enum.IsDefined(icmp.Type)))
            return false;
        if (_stack.GetDomain(NetFamily.Internet) is not { } domain)
            return false;
        bool looped = (cause.Flags & BufferFlags.Looped) != 0;
        var source = _stack.Datalink.Match(domain, new(culprit.Source), out _);
        return looped ? source != AddressMatch.Broadcast : source == AddressMatch.None && !culprit.Source.IsLoopback;
    }

    /// <summary>The address that was asked answers; for anything else the route decides.</summary>
    private NetAddress OwnAddress(IPv4Address asked)
    {
        var address = new NetAddress(asked);
        bool ours = _stack.GetDomain(NetFamily.Internet) is { } domain && _stack.Datalink.Match(domain, address, out _) == AddressMatch.Local;
        return ours ? address : default;
    }
}
