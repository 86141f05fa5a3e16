using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Tests.Stack.Fakes;

/// <summary>A domain whose packets begin with the four octets of their destination; it keeps what it receives.</summary>
internal sealed class FakeDomainModule : INetModule, IDomainProtocol
{
    private INetStack _stack = null!;

    public static ModuleManifest Description { get; } = new("network/protocols/fake/v1") { Domains = [NetFamily.Internet] };

    public ModuleManifest Manifest => Description;

    public INetDomain Domain { get; private set; } = null!;

    public int HeaderLength => 4;

    /// <summary>What was received: the interface's index, and the packet's octets.</summary>
    public List<(int Interface, byte[] Octets, BufferFlags Flags)> Received { get; } = [];

    public void Register(INetStack stack)
    {
        _stack = stack;
        Domain = stack.RegisterDomain(NetFamily.Internet, "internet", this, new FakeRules());
    }

    public void Unregister()
    {
    }

    public void Receive(NetBuffer buffer)
    {
        var octets = new byte[buffer.Size];
        buffer.Read(0, octets);
        Received.Add((buffer.InterfaceIndex, octets, buffer.Flags));
        buffer.Free();
    }

    public void ErrorReceived(in NetworkError error, NetBuffer quoted) => quoted.Free();

    public SocketError Send(NetBuffer buffer) => _stack.Datalink.Send(_stack.Datalink.GetRoute(Domain, buffer.Destination), buffer);

    public SocketError SendRouted(NetRoute route, NetBuffer buffer) => _stack.Datalink.Send(route, buffer);

    public int PathMtu(in NetAddress destination) => 1500;

    public bool TryPeekDestination(NetBuffer buffer, out NetAddress destination)
    {
        bool readable = buffer.TryPeek(4, out var octets);
        destination = readable ? new NetAddress(IPv4Address.Read(octets)) : default;
        return readable;
    }

    public void ErrorReply(in NetworkError error, NetBuffer cause)
    {
    }
}
