using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <summary>IPv4 (RFC 791, RFC 1122 section 3): the domain protocol of the family "internet".</summary>
public sealed partial class IPv4Module : IProtocolModule, IDomainProtocol
{
    private const string Name = "network/protocols/ipv4/v1";

    private INetStack _stack = null!;
    private IPv4Counters _counters = null!;
    private IdentificationSource _identifications = null!;
    private PathMtuCache _pathMtus = null!;
    private GroupTable _groups = null!;
    private FragmentStore _fragments = null!;

    public static ModuleManifest Description { get; } = new(Name)
    {
        Domains = [NetFamily.Internet],
        ProtocolChains = [new(NetFamily.Internet, SocketType.Raw, 0, Name)],
        FrameTypes = [EtherType.IPv4],
    };

    public ModuleManifest Manifest => Description;

    public INetDomain Domain { get; private set; } = null!;

    public int HeaderLength => IPv4Header.LeastLength;

    internal INetStack Stack => _stack;

    internal GroupTable Groups => _groups;

    internal RawSockets Raw { get; private set; } = null!;

    public void Register(INetStack stack)
    {
        _stack = stack;
        _counters = new(stack.Statistics(Description.ShortName));
        _identifications = new(stack.Entropy);
        _pathMtus = new(stack);
        _groups = new(stack);
        _fragments = new(this, _counters);
        Raw = new(_counters);
        Domain = stack.RegisterDomain(NetFamily.Internet, "internet", this, new IPv4AddressRules());
        stack.RegisterOffload(NetFamily.Internet, -1, new IPv4Offload());
    }

    public void Unregister()
    {
        _fragments.Clear();
        _pathMtus.Clear();
    }

    public NetProtocol CreateProtocol(INetSocket socket) => new IPv4Link(this, socket);

    public bool TryPeekDestination(NetBuffer buffer, out NetAddress destination)
    {
        destination = default;
        if (!buffer.TryPeek(IPv4Header.LeastLength, out var octets))
            return false;
        destination = new(IPv4Address.Read(octets[16..]));
        return true;
    }

    public void InterfaceUp(INetInterface netInterface) => _groups.InterfaceUp(netInterface);

    public int PathMtu(in NetAddress destination)
    {
        var route = _stack.Datalink.GetRoute(Domain, destination);

        // A device may take more than a packet can say of itself (loopback).
        return Math.Min(_pathMtus.Find(destination.IPv4, route?.Mtu ?? PathMtuCache.Floor, out _), ushort.MaxValue);
    }

    public void LearnPathMtu(in NetAddress destination, int mtu)
    {
        var route = _stack.Datalink.GetRoute(Domain, destination);
        bool learned = route is not null && _pathMtus.Learn(destination.IPv4, mtu, route.Mtu);
        (learned ? _counters.PathMtuLearned : _counters.PathMtuRefused).Add();
    }

    public void ErrorReply(in NetworkError error, NetBuffer cause)
    {
        if (_stack.GetReceivingProtocol(NetFamily.Internet, IPProtocol.Icmp) is IErrorReporter reporter)
            reporter.Report(error, cause);
    }
}
