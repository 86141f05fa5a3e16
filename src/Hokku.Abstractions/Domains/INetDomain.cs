using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>A domain: a family, its name ("internet"), its protocol, its interfaces and its routes.</summary>
public interface INetDomain
{
    NetFamily Family { get; }

    string Name { get; }

    IDomainProtocol Protocol { get; }

    /// <summary>What the family's addresses mean.</summary>
    IAddressRules Rules { get; }

    /// <summary>In the order they were made.</summary>
    IReadOnlyList<INetInterface> Interfaces { get; }

    IRouteTable Routes { get; }
}
