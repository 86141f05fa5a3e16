using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Parts;

/// <summary>A host on the same link, and what is known about its link address.</summary>
public sealed class Neighbor : ITimerOwner
{
    internal Neighbor? Newer;
    internal Neighbor? Older;
    internal NeighborList? List;
    internal BufferList Waiting;
    internal int WaitingOctets;
    internal EthernetAddress Candidate;
    internal int Asked;
    internal int Failures;
    internal readonly NetTimer Timer;
    private readonly NeighborCache _cache;

    internal Neighbor(NeighborCache cache, in NetAddress address)
    {
        _cache = cache;
        Address = address;
        Timer = new NetTimer(this);
    }

    /// <summary>Its network address, without port.</summary>
    public NetAddress Address { get; }

    /// <summary>Its link address; empty while it is unknown.</summary>
    public EthernetAddress LinkAddress { get; internal set; }

    public NeighborState State { get; internal set; }

    /// <summary>Whether we answer for it (proxy).</summary>
    public bool IsPublished { get; internal set; }

    /// <summary>When it was last heard, by the stack's clock.</summary>
    public TimeSpan Confirmed { get; internal set; }

    /// <summary>The interface that last sent to it; 0 when none did.</summary>
    public int InterfaceIndex { get; internal set; }

    /// <summary>Packets that wait for its link address.</summary>
    public int WaitingCount => Waiting.Count;

    /// <summary>Whether packets can be sent to <see cref="LinkAddress"/>.</summary>
    public bool IsResolved => State is not (NeighborState.Incomplete or NeighborState.Failed);

    INetModule? ITimerOwner.Module => _cache.Module;

    void ITimerOwner.TimerExpired(NetTimer timer) => _cache.TimerExpired(this);
}
