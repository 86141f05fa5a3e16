using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <summary>Fragments that wait for the rest of their packet (RFC 791, 3.2; RFC 1122, 3.3.2).</summary>
internal sealed class FragmentStore : IReassemblyOwner, ITimerOwner
{
    private readonly IPv4Module _owner;
    private readonly IPv4Counters _counters;
    private readonly Reassembly<FragmentKey> _reassembly;
    private readonly NetTimer _timer;

    public FragmentStore(IPv4Module owner, IPv4Counters counters)
    {
        _owner = owner;
        _counters = counters;
        _reassembly = new(this, owner.Stack.Entropy);
        _timer = new(this);
    }

    public INetModule Module => _owner;

    /// <summary>Packets that are incomplete.</summary>
    public int Count => _reassembly.Count;

    /// <summary>Takes a fragment with its header on. The whole packet, with a header of its own, when this was what it lacked; else null.</summary>
    public NetBuffer? Add(NetBuffer buffer, in IPv4Header header)
    {
        _counters.FragmentsReceived.Add();
        buffer.StoreHeader();
        buffer.RemoveHeader(header.HeaderLength);
        var key = new FragmentKey(header.Source, header.Destination, ((uint)header.Protocol << 16) | header.Identification);
        var reason = _reassembly.Add(key, buffer, header.FragmentOffset, !header.MoreFragments, _owner.Stack.Now, out var whole);
        if (reason != DropReason.None)
            _owner.Stack.Drop(buffer, reason, _counters.Statistics);
        if (_reassembly.NextDue is { } due && !_timer.IsArmed)
            _owner.Stack.Arm(_timer, due - _owner.Stack.Now);
        return whole is null ? null : Finish(whole);
    }

    public void TimerExpired(NetTimer timer)
    {
        _reassembly.Expire(_owner.Stack.Now);
        if (_reassembly.NextDue is { } due)
            _owner.Stack.Arm(_timer, due - _owner.Stack.Now);
    }

    public void GiveUp(ref BufferList fragments, bool hasFirst, DropReason reason)
    {
        bool tellSource = hasFirst && reason == DropReason.FragmentTimeout;
        while (fragments.TryDequeue(out var fragment))
        {
            if (tellSource)
                _owner.ErrorReply(new(NetworkErrorKind.ReassemblyTimeExceeded), fragment);
            tellSource = false; // the fragments are in order: the first one was it
            _owner.Stack.Drop(fragment, reason, _counters.Statistics);
        }
    }

    public void Clear() => _reassembly.Clear();

    /// <summary>Puts the first fragment's header back, as that of the whole packet.</summary>
    private NetBuffer? Finish(NetBuffer whole)
    {
        Span<byte> octets = stackalloc byte[IPv4Header.MostLength];
        int length = Math.Min(whole.StoredHeaderLength, IPv4Header.MostLength);
        if (!whole.TryRestoreHeader(0, octets[..length]) || !IPv4Header.TryParse(octets[..length], out var header)
            || whole.Size + length > ushort.MaxValue || !whole.TryPrepend(length, out var front))
        {
            _owner.Stack.Drop(whole, DropReason.FragmentMalformed, _counters.Statistics);
            return null;
        }

        octets[..length].CopyTo(front);
        (header with { TotalLength = whole.Size, MoreFragments = false, FragmentOffset = 0 }).Write(front);
        whole.Flags &= ~BufferFlags.TransportChecksumValid; // a device can only have seen pieces
        _counters.Reassembled.Add();
        return whole;
    }

    private readonly record struct FragmentKey(IPv4Address Source, IPv4Address Destination, uint ProtocolAndIdentification);
}
