using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>A domain: Haiku's net_domain with what the seed gives it, its interfaces and its routes.</summary>
internal sealed class NetDomain(NetFamily family, string name, IDomainProtocol protocol, IAddressRules rules) : INetDomain
{
    private readonly List<NetInterface> _interfaces = [];

    public NetFamily Family { get; } = family;

    public string Name { get; } = name;

    public IDomainProtocol Protocol { get; } = protocol;

    public IAddressRules Rules { get; } = rules;

    public IReadOnlyList<INetInterface> Interfaces => _interfaces;

    public RouteTable Routes { get; } = new(rules.Length);

    IRouteTable INetDomain.Routes => Routes;

    /// <summary>The addresses that are ours.</summary>
    public LocalAddressTable Addresses { get; } = new();

    /// <summary>The same interfaces as the stack's own type; changed by the interface table only.</summary>
    internal List<NetInterface> InterfaceList => _interfaces;
}
