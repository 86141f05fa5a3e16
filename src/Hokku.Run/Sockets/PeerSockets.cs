using Hokku.Driver.Published;
using Hokku.Linux;
using Hokku.Wire.Addresses;

namespace Hokku.Run.Sockets;

/// <summary>A peer of a datagram socket as a socket of ours, whose path stands for its address.</summary>
internal sealed class PeerSocket(ProgramSockets owner, NetAddress address, string path) : ILoopTarget, IDisposable
{
    private ProgramDatagrams? _user;
    private ulong _key;

    public NetAddress Address { get; } = address;

    public string Path { get; } = path;

    public Descriptor Descriptor { get; } = UnixSocket.MakeDatagram(path);

    /// <summary>What is sent to the peer goes to its user from now on.</summary>
    public void Watch(ProgramDatagrams user)
    {
        if (_user is not null)
            return;
        _user = user;
        _key = owner.Place.Loop.Add(Descriptor, this);
    }

    /// <summary>There may be more: after others had their turn.</summary>
    public void Again() => owner.Place.Loop.Post(() => Ready(Readiness.Read));

    public void Ready(Readiness ready)
    {
        if (!Descriptor.IsClosed)
            _user?.PumpToStack(this);
    }

    public void Dispose()
    {
        if (_user is not null)
            owner.Place.Loop.Remove(_key, Descriptor);
        Descriptor.Dispose();
        File.Delete(Path);
    }
}

/// <summary>The peers that a datagram socket has heard of. Bounded: the one made first goes when there are too many.</summary>
internal sealed class PeerSockets(ProgramSockets owner) : IDisposable
{
    private const int Limit = 256;
    private readonly Dictionary<NetAddress, PeerSocket> _byAddress = [];
    private readonly Dictionary<string, PeerSocket> _byPath = [];
    private readonly Queue<PeerSocket> _order = new();

    public PeerSocket Get(in NetAddress address)
    {
        if (_byAddress.TryGetValue(address, out var peer))
            return peer;
        if (_order.Count >= Limit)
            Forget(_order.Dequeue());
        peer = new PeerSocket(owner, address, owner.NextPath());
        _byAddress[address] = peer;
        _byPath[peer.Path] = peer;
        _order.Enqueue(peer);
        return peer;
    }

    /// <summary>Unspecified for a path that is not known any more.</summary>
    public NetAddress AddressOf(string path) => _byPath.TryGetValue(path, out var peer) ? peer.Address : default;

    public void Dispose()
    {
        foreach (var peer in _byPath.Values)
            peer.Dispose();
        _byAddress.Clear();
        _byPath.Clear();
        _order.Clear();
    }

    private void Forget(PeerSocket peer)
    {
        _byAddress.Remove(peer.Address);
        _byPath.Remove(peer.Path);
        peer.Dispose();
    }
}
