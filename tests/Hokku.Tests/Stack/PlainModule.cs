using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Devices.Loopback;
using Hokku.Stack;
using Hokku.Wire.Addresses;

namespace Hokku.Tests.Stack;

/// <summary>A domain of one octet's addresses with datagrams and streams, as small as one can be, that records what the stack does with it.</summary>
internal sealed class PlainModule : IProtocolModule, IDomainProtocol, IDatalinkModule, ITimerOwner
{
    public const NetFamily Family = (NetFamily)77;
    public const string Name = "network/protocols/plain/v1";
    public const string Top = "network/protocols/top/v1";

    public static ModuleManifest Description { get; } = new(Name)
    {
        Domains = [Family],
        ProtocolChains =
        [
            new(Family, SocketType.Dgram, 0, Name),
            new(Family, SocketType.Stream, 0, Top, Name),
            new(Family, SocketType.Seqpacket, 0, "network/protocols/missing/v1", Name),
            new(Family, SocketType.Raw, 0, Name),
        ],
        DatalinkChains = [new(Family, DeviceType.Loopback, Name)],
    };

    public ModuleManifest Manifest => Description;

    public INetStack Stack { get; private set; } = null!;

    public INetDomain Domain { get; private set; } = null!;

    public bool WasUnregistered { get; private set; }

    /// <summary>Armed when the module is registered.</summary>
    public NetTimer Timer { get; private set; } = null!;

    public int HeaderLength => 0;

    INetModule? ITimerOwner.Module => this;

    public void Register(INetStack stack)
    {
        Stack = stack;
        Domain = stack.RegisterDomain(Family, "plain", this, new PlainRules());
        Timer = new NetTimer(this);
        stack.Arm(Timer, TimeSpan.FromHours(1));
    }

    public void Unregister() => WasUnregistered = true;

    NetProtocol IProtocolModule.CreateProtocol(INetSocket socket) => new PlainProtocol(this, socket);

    DatalinkProtocol IDatalinkModule.CreateProtocol(INetInterface netInterface) => new PlainLink(this, netInterface);

    public void TimerExpired(NetTimer timer)
    {
    }

    public void Receive(NetBuffer buffer) => Stack.Drop(buffer, DropReason.UnknownProtocol);

    public void ErrorReceived(in NetworkError error, NetBuffer quoted) => quoted.Free();

    public SocketError Send(NetBuffer buffer) => Stack.Datalink.Send(Stack.Datalink.GetRoute(Domain, buffer.Destination), buffer);

    public SocketError SendRouted(NetRoute route, NetBuffer buffer) => Stack.Datalink.Send(route, buffer);

    public int PathMtu(in NetAddress destination) => 1500;

    public bool TryPeekDestination(NetBuffer buffer, out NetAddress destination)
    {
        destination = default;
        return false;
    }

    public void ErrorReply(in NetworkError error, NetBuffer cause)
    {
    }

    /// <summary>A registry of this domain, a transport module above it, and loopback devices.</summary>
    public static ModuleRegistry Registry(Action<PlainModule>? made = null) => new ModuleRegistry()
        .Add(Description, () =>
        {
            var module = new PlainModule();
            made?.Invoke(module);
            return module;
        })
        .Add(PlainTransport.Description, () => new PlainTransport())
        .Add(LoopbackModule.Description, () => new LoopbackModule());

    private sealed class PlainLink(PlainModule module, INetInterface netInterface) : DatalinkProtocol(netInterface)
    {
        public override INetModule Module => module;

        public override SocketError Send(NetBuffer buffer) => Next.Send(buffer);
    }
}
