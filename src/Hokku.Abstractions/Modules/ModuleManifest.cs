using System.Net.Sockets;
using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>
/// What a module offers, as plain data that is kept while the module is unloaded, so that it is found before it is loaded.
/// </summary>
/// <param name="Name">Haiku's name, such as "network/protocols/tcp/v1".</param>
public sealed record ModuleManifest(string Name)
{
    /// <summary>The module's short name, as netstat and the drawing of the chain show it: "tcp".</summary>
    public string ShortName { get; init; } = Name.Split('/') is [.., var name, _] ? name : Name;

    /// <summary>Families whose domain this module registers.</summary>
    public IReadOnlyList<NetFamily> Domains { get; init; } = [];

    /// <summary>Chains of protocols for sockets.</summary>
    public IReadOnlyList<ProtocolChain> ProtocolChains { get; init; } = [];

    /// <summary>Chains of datalink protocols for interfaces; the stack appends the device bridge.</summary>
    public IReadOnlyList<DatalinkChain> DatalinkChains { get; init; } = [];

    /// <summary>Transport protocol numbers that the module receives.</summary>
    public IReadOnlyList<ReceivingProtocol> ReceivingProtocols { get; init; } = [];

    /// <summary>Device names that the module drives, by prefix: "loop", "/dev/net/tap/". The longest prefix wins.</summary>
    public IReadOnlyList<string> DevicePrefixes { get; init; } = [];

    /// <summary>Names of the congestion controls that the module registers.</summary>
    public IReadOnlyList<string> CongestionControls { get; init; } = [];

    /// <summary>Frame types (EtherTypes) that the module handles, for display.</summary>
    public IReadOnlyList<ushort> FrameTypes { get; init; } = [];
}

/// <summary>Which modules serve sockets of (family, type, protocol), top first; the last is the domain protocol. A raw socket's protocol is not compared.</summary>
public sealed record ProtocolChain(NetFamily Family, SocketType Type, int Protocol, params string[] Modules);

/// <summary>Which modules serve interfaces of (family, device type), top first, without the device bridge.</summary>
public sealed record DatalinkChain(NetFamily Family, DeviceType DeviceType, params string[] Modules);

/// <summary>A transport protocol number of a family.</summary>
public sealed record ReceivingProtocol(NetFamily Family, int Number);
