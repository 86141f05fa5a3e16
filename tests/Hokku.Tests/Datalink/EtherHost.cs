using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Datalink.Arp;
using Hokku.Datalink.EthernetFrame;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.IPv4;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;
using Hokku.Wire.IPv4;
using Xunit;

namespace Hokku.Tests.Datalink;

/// <summary>A host with IPv4 and ARP at one end of a wire, bare hands at the other, in virtual time.</summary>
internal sealed class EtherHost : IDisposable
{
    public const string Device = "/dev/net/wire/w/0";
    public static readonly IPv4Address Ours = new(10, 0, 0, 1);
    public static readonly IPv4Address Peer = new(10, 0, 0, 2);
    public static readonly EthernetAddress PeerHardware = EthernetAddress.Parse("02:00:00:00:00:aa");
    public static readonly EthernetAddress OtherHardware = EthernetAddress.Parse("02:00:00:00:00:bb");

    private readonly VirtualTime _time = new();

    public EtherHost(ArpOptions? options = null, int prefixLength = 24)
    {
        Wire = new VirtualWire("w", _time, seed: 7);
        var room = new WireRoom();
        room.Add(Wire);
        Probe = new WireProbe(Wire, 1, new BufferPool(new BufferPoolOptions { Debug = true }));
        var modules = new ModuleRegistry()
            .Add(WireModule.Description, () => new WireModule(room))
            .Add(EthernetFrameModule.Description, () => new EthernetFrameModule())
            .Add(ArpModule.Description, () => new ArpModule(options ?? new ArpOptions()))
            .Add(IPv4Module.Description, () => new IPv4Module());
        Stack = new NetStack(new NetStackOptions
        {
            Time = _time,
            Entropy = new SeededEntropy(11),
            Modules = modules,
            Buffers = new BufferPoolOptions { Debug = true },
        });
        AddInterface(Device, Ours, prefixLength);
    }

    public NetStack Stack { get; }

    public VirtualWire Wire { get; }

    public WireProbe Probe { get; }

    public EthernetAddress Hardware => Stack.Devices[0].Address.Ethernet;

    public ProtocolStatistics Arp => Stack.Statistics("arp");

    public long Dropped(DropReason reason) => Arp.Drops[reason];

    public void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    public void Inside(Action action) => Stack.Execute(new Operation(action));

    public void AddInterface(string name, IPv4Address address, int prefixLength = 24)
    {
        var request = new InterfaceAliasRequest
        {
            Name = name,
            Index = -1,
            Family = NetFamily.Internet,
            Address = new NetAddress(address),
            Mask = new NetAddress(IPv4Address.Mask(prefixLength)),
        };
        Assert.Equal(SocketError.Success, Control(DriverCommand.AddInterfaceAddress, ref request));
        SetUp(name, true);
    }

    public void SetUp(string name, bool up)
    {
        var request = new InterfaceRequest { Name = name, Value = up ? (int)InterfaceFlags.Up : 0 };
        Assert.Equal(SocketError.Success, Control(DriverCommand.SetInterfaceFlags, ref request));
    }

    public SocketError Control<T>(DriverCommand command, ref T argument)
        where T : unmanaged
    {
        var copy = argument;
        var result = SocketError.Success;
        Inside(() => result = Stack.Sockets.Control(command, MemoryMarshal.AsBytes(new Span<T>(ref copy)), out _));
        argument = copy;
        return result;
    }

    public ArpEntry[] ArpEntries()
    {
        var entries = new ArpEntry[64];
        int length = 0;
        Inside(() => Assert.Equal(SocketError.Success, Stack.Sockets.Control(DriverCommand.GetArpEntries, MemoryMarshal.AsBytes(entries.AsSpan()), out length)));
        return entries[..(length / Marshal.SizeOf<ArpEntry>())];
    }

    public EthernetAddress? Known(IPv4Address address)
    {
        var entry = ArpEntries().FirstOrDefault(e => e.Address.IPv4 == address && (e.Flags & ArpFlags.Valid) != 0);
        return entry.Address.IsUnspecified ? null : new LinkAddress(entry.LinkAddress).Ethernet;
    }

    /// <summary>Sends an IPv4 packet of an unused protocol with this many octets.</summary>
    public SocketError SendPacket(IPv4Address destination, int octets = 8)
    {
        var result = SocketError.Success;
        Inside(() =>
        {
            var buffer = Stack.Buffers.Create()!;
            Assert.True(buffer.TryAppend(new byte[octets]));
            buffer.Protocol = 253;
            buffer.Destination = new NetAddress(destination);
            result = Stack.GetDomain(NetFamily.Internet)!.Protocol.Send(buffer);
        });
        return result;
    }

    /// <summary>What has come out since the last call.</summary>
    public List<(EthernetHeader Header, byte[] Payload)> TakeFrames()
    {
        var frames = new List<(EthernetHeader, byte[])>();
        while (Probe.Frames.TryDequeue(out var frame))
        {
            Assert.True(EthernetHeader.TryParse(frame, out var header));
            frames.Add((header, frame[EthernetHeader.HeaderLength..]));
        }

        return frames;
    }

    public List<ArpPacket> TakeArp() => TakeFrames().Where(f => f.Header.Type == EtherType.Arp).Select(f => Parse(f.Payload)).ToList();

    public List<IPv4Address> TakePackets() => TakeFrames().Where(f => f.Header.Type == EtherType.IPv4)
        .Select(f => IPv4Header.TryParse(f.Payload, out var header, out _) ? header.Destination : default).ToList();

    public void Inject(EthernetAddress destination, EthernetAddress source, ushort type, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[EthernetHeader.HeaderLength + payload.Length];
        new EthernetHeader(destination, source, type).Write(frame);
        payload.CopyTo(frame.AsSpan(EthernetHeader.HeaderLength));
        Probe.Send(frame);
    }

    public void InjectArp(in ArpPacket packet, bool broadcast = false)
    {
        var octets = new byte[ArpPacket.PacketLength];
        packet.Write(octets);
        Inject(broadcast ? EthernetAddress.Broadcast : Hardware, packet.SenderHardware, EtherType.Arp, octets);
    }

    public void Reply(IPv4Address from, EthernetAddress hardware) => InjectArp(new(ArpOperation.Reply, hardware, from, Hardware, Ours));

    public void Request(IPv4Address from, EthernetAddress hardware, IPv4Address target) =>
        InjectArp(new(ArpOperation.Request, hardware, from, default, target), broadcast: true);

    /// <summary>Makes the peer a fresh entry.</summary>
    public void LearnPeer()
    {
        SendPacket(Peer);
        Reply(Peer, PeerHardware);
        TakeFrames();
    }

    public void Dispose()
    {
        Stack.Dispose();
        Probe.Dispose();
        Stack.Buffers.AssertBalanced();
        Probe.Buffers.AssertBalanced();
    }

    private static ArpPacket Parse(byte[] octets)
    {
        Assert.True(ArpPacket.TryParse(octets, out var packet));
        return packet;
    }

    private sealed class Operation(Action action) : StackOperation
    {
        protected override void Run() => action();
    }
}
