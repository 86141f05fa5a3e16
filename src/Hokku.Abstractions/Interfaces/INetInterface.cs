using Hokku.Wire.Control;

namespace Hokku.Abstractions;

/// <summary>An interface: (domain, device) with flags, addresses and an MTU of its own.</summary>
public interface INetInterface
{
    /// <summary>The device's name; NAME:1 for the second of the same domain on it.</summary>
    string Name { get; }

    /// <summary>Unique in the stack; from 1 on.</summary>
    int Index { get; }

    INetDomain Domain { get; }

    NetDevice Device { get; }

    /// <summary>The interface's flags together with its device's.</summary>
    InterfaceFlags Flags { get; }

    /// <summary>Whether it accepts and sends (the seed's IFF_UP).</summary>
    bool IsUp { get; }

    /// <summary>Largest packet, network header included; at most the device's. Octets.</summary>
    int Mtu { get; }

    /// <summary>The metric of its routes that have none of their own.</summary>
    int Metric { get; }

    IReadOnlyList<InterfaceAddress> Addresses { get; }

    /// <summary>First link of its chain.</summary>
    DatalinkProtocol Chain { get; }

    InterfaceStatistics Statistics { get; }
}
