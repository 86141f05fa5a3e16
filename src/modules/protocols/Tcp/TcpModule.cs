using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;

[assembly: NetModule(typeof(Hokku.Protocols.Tcp.TcpModule))]

namespace Hokku.Protocols.Tcp;

/// <summary>The TCP module (RFC 9293): streams over every family of internet addresses.</summary>
public sealed class TcpModule : IProtocolModule
{
    private const int ProtocolNumber = 6;

    private readonly TcpSettings _settings;
    private TcpProtocol? _tcp;

    public TcpModule()
        : this(new TcpSettings())
    {
    }

    /// <summary>Makes the module with other numbers than the usual ones.</summary>
    public TcpModule(TcpSettings settings) => _settings = settings;

    public static ModuleManifest Description { get; } = new("network/protocols/tcp/v1")
    {
        ProtocolChains =
        [
            new(NetFamily.Internet, SocketType.Stream, 0, "network/protocols/tcp/v1", "network/protocols/ipv4/v1"),
            new(NetFamily.Internet, SocketType.Stream, ProtocolNumber, "network/protocols/tcp/v1", "network/protocols/ipv4/v1"),
        ],
        CongestionControls = CongestionChoice.Names,
        ReceivingProtocols = [new(NetFamily.Internet, ProtocolNumber)],
    };

    public ModuleManifest Manifest => Description;

    /// <summary>The protocol, while the module is registered.</summary>
    internal TcpProtocol Tcp => _tcp ?? throw new InvalidOperationException("The module is not registered with a stack.");

    public void Register(INetStack stack)
    {
        CongestionChoice.Register(stack);
        if (!CongestionChoice.IsKnown(stack, _settings.CongestionControl))
        {
            throw new InvalidOperationException(
                $"There is no congestion control '{_settings.CongestionControl}' for TCP; there are: {string.Join(", ", stack.CongestionControls)}.");
        }

        _tcp = new TcpProtocol(this, stack, _settings);
        stack.RegisterReceivingProtocol(NetFamily.Internet, ProtocolNumber, _tcp);
        stack.RegisterOffload(NetFamily.Internet, ProtocolNumber, new TcpOffload());
    }

    public void Unregister()
    {
        _tcp?.Clear();
        _tcp = null;
    }

    public NetProtocol CreateProtocol(INetSocket socket) => new TcpEndpoint(Tcp, socket);
}
