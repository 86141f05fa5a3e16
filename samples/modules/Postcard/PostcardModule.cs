using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

[assembly: NetModule(typeof(Samples.Postcard.PostcardModule))]

namespace Samples.Postcard;

/// <summary>A transport in an afternoon: datagrams with a two-octet box number, as IP protocol 253 (for experiments, RFC 3692).</summary>
public sealed class PostcardModule : IProtocolModule, IReceivingProtocol
{
    internal const int Number = 253;
    private const string Name = "network/protocols/postcard/v1";
    private readonly Dictionary<ushort, PostcardProtocol> _boxes = [];
    private INetStack _stack = null!;
    private ProtocolStatistics _statistics = null!;

    /// <summary>Known before the module is loaded: sockets of (Internet, Dgram, 253) get this chain, packets of protocol 253 this receiver.</summary>
    public static ModuleManifest Description { get; } = new(Name)
    {
        ProtocolChains = [new(NetFamily.Internet, System.Net.Sockets.SocketType.Dgram, Number, Name, "network/protocols/ipv4/v1")],
        ReceivingProtocols = [new(NetFamily.Internet, Number)],
    };

    public ModuleManifest Manifest => Description;

    internal IDictionary<ushort, PostcardProtocol> Boxes => _boxes;

    public void Register(INetStack stack)
    {
        _stack = stack;
        _statistics = stack.Statistics(Manifest.ShortName);
        stack.RegisterReceivingProtocol(NetFamily.Internet, Number, this);
    }

    public void Unregister() => _boxes.Clear();

    public NetProtocol CreateProtocol(INetSocket socket) => new PostcardProtocol(this, socket);

    /// <summary>The way up has no socket: the box number finds it.</summary>
    public void Receive(NetBuffer buffer)
    {
        Span<byte> box = stackalloc byte[2];
        if (buffer.Size < box.Length)
        {
            _stack.Drop(buffer, DropReason.HeaderTooShort, _statistics);
            return;
        }

        buffer.Read(0, box);
        if (!_boxes.TryGetValue((ushort)((box[0] << 8) | box[1]), out var protocol))
        {
            _stack.Drop(buffer, DropReason.PortUnreachable, _statistics);
            return;
        }

        buffer.RemoveHeader(box.Length);
        protocol.Take(buffer);
    }

    public void ErrorReceived(in NetworkError error, NetBuffer quoted) => quoted.Free();
}
