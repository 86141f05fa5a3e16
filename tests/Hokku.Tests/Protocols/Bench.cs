using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Datalink.Arp;
using Hokku.Datalink.EthernetFrame;
using Hokku.Datalink.LoopbackFrame;
using Hokku.Devices.Loopback;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Icmp;
using Hokku.Protocols.Igmp;
using Hokku.Protocols.IPv4;
using Hokku.Protocols.Link;
using Hokku.Protocols.Udp;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;
using Xunit;

namespace Hokku.Tests.Protocols;

/// <summary>One real host in virtual time, 10.0.0.1/24, with bare hands (10.0.0.2 and 10.0.0.3) at the other end of its wire, which answer ARP and keep what else comes.</summary>
internal sealed class Bench : StackUnderTest
{
    public const string Device = "/dev/net/wire/w/0";
    public static readonly IPv4Address Ours = new(10, 0, 0, 1);
    public static readonly IPv4Address Theirs = new(10, 0, 0, 2);
    public static readonly IPv4Address Third = new(10, 0, 0, 3);
    public static readonly EthernetAddress TheirLink = EthernetAddress.Parse("02:00:00:00:00:02");
    private readonly WireProbe _probe;

    /// <param name="debug">Whether the buffer pool looks for leaks and double frees, which costs memory.</param>
    public Bench(bool debug = true)
    {
        var wire = new VirtualWire("w", Time);
        var room = new WireRoom();
        room.Add(wire);
        var modules = new ModuleRegistry()
            .Add(IPv4Module.Description, () => new IPv4Module())
            .Add(IcmpModule.Description, () => new IcmpModule())
            .Add(IgmpModule.Description, () => new IgmpModule())
            .Add(LinkModule.Description, () => new LinkModule())
            .Add(UdpModule.Description, () => new UdpModule())
            .Add(LoopbackModule.Description, () => new LoopbackModule())
            .Add(LoopbackFrameModule.Description, () => new LoopbackFrameModule())
            .Add(ArpModule.Description, () => new ArpModule())
            .Add(EthernetFrameModule.Description, () => new EthernetFrameModule())
            .Add(WireModule.Description, () => new WireModule(room));
        Stack = new(new() { Time = Time, Entropy = new SeededEntropy(42), Modules = modules, Buffers = new() { Debug = debug }, Failed = failure => Failures.Add(failure) });
        _probe = new(wire, 1) { Arrived = Arrive };
        AddInterface("loop", IPv4Address.Loopback, 8);
        AddInterface(Device, Ours, 24);
        Time.Advance(TimeSpan.FromSeconds(5)); // the address is probed and announced
        Sent.Clear();
    }

    public VirtualTime Time { get; } = new();

    public List<Exception> Failures { get; } = [];

    /// <summary>IPv4 packets that the host has sent, oldest first.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>What the host has sent beside IPv4 and ARP.</summary>
    public List<(ushort Type, byte[] Octets)> OtherFrames { get; } = [];

    public EthernetAddress OurLink => Inside(() => Stack.Devices.First(device => device.Name == Device).Address.Ethernet);

    /// <summary>A packet arrives at the host.</summary>
    public void Inject(byte[] packet, EthernetAddress? link = null) => InjectFrame(EtherType.IPv4, packet, link);

    /// <summary>A frame of any type arrives at the host.</summary>
    public void InjectFrame(ushort type, byte[] packet, EthernetAddress? link = null)
    {
        var frame = new byte[EthernetHeader.HeaderLength + packet.Length];
        new EthernetHeader(link ?? OurLink, TheirLink, type).Write(frame);
        packet.CopyTo(frame.AsSpan(EthernetHeader.HeaderLength));
        _probe.Send(frame);
        Time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Empty(Failures);
    }

    /// <summary>The packets sent since the last call.</summary>
    public List<byte[]> TakeSent()
    {
        Time.Advance(TimeSpan.FromMilliseconds(2));
        List<byte[]> sent = [.. Sent];
        Sent.Clear();
        return sent;
    }

    public ISocketCalls Open(SocketType type, int protocol = 0, NetFamily family = NetFamily.Internet) => Inside(() =>
    {
        Assert.Equal(SocketError.Success, Stack.Sockets.Open(family, type, protocol, out var socket));
        return socket!;
    });

    /// <summary>A UDP socket bound to a port.</summary>
    public ISocketCalls Bound(Port port, IPv4Address address = default)
    {
        var socket = Open(SocketType.Dgram);
        Assert.Equal(SocketError.Success, Inside(() => socket.Bind(new NetAddress(address, port))));
        return socket;
    }

    public SocketError Send(ISocketCalls socket, ReadOnlySpan<byte> payload, NetAddress to = default)
    {
        var octets = payload.ToArray();
        return Inside(() =>
        {
            var buffer = Stack.Buffers.Create()!;
            Assert.True(buffer.TryAppend(octets));
            buffer.Destination = to;
            return socket.Send(buffer, MessageFlags.None);
        });
    }

    public SocketError Receive(ISocketCalls socket, out byte[] payload, out NetAddress from, Action<NetBuffer>? look = null, MessageFlags flags = MessageFlags.None)
    {
        byte[] octets = [];
        NetAddress source = default;
        var error = Inside(() =>
        {
            var result = socket.Receive(int.MaxValue, flags, out var buffer);
            if (buffer is null)
                return result;
            octets = new byte[buffer.Size];
            buffer.Read(0, octets);
            source = buffer.Source;
            look?.Invoke(buffer);
            buffer.Free();
            return result;
        });
        payload = octets;
        from = source;
        return error;
    }

    public SocketError Set(ISocketCalls socket, SocketOption option, int value) =>
        Inside(() => socket.SetOption(SocketLevel.Socket, (int)option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value))));

    public SocketError Set<T>(ISocketCalls socket, IPOption option, T value)
        where T : unmanaged => Inside(() => socket.SetOption(SocketLevel.IP, (int)option, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value))));

    public long Drops(string module, DropReason reason) => Inside(() => Stack.Statistics(module).Drops[reason]);

    public long Count(string module, string name) => Inside(() => Stack.Statistics(module).Counters.Single(counter => counter.Name == name).Value);

    public override void Dispose()
    {
        Stack.Dispose();
        _probe.Dispose();
        Assert.Empty(Failures);
    }

    protected override void Entered() => Assert.Empty(Failures);

    private void Arrive(byte[] frame)
    {
        Assert.True(EthernetHeader.TryParse(frame, out var header));
        var body = frame.AsSpan(EthernetHeader.HeaderLength);
        if (header.Type == EtherType.IPv4)
            Sent.Add(body.ToArray());
        else if (header.Type != EtherType.Arp)
            OtherFrames.Add((header.Type, body.ToArray()));
        else if (header.Type == EtherType.Arp && ArpPacket.TryParse(body, out var question) && question.Operation == ArpOperation.Request
            && (question.TargetProtocol == Theirs || question.TargetProtocol == Third))
            Answer(question);
    }

    private void Answer(ArpPacket question)
    {
        var frame = new byte[60];
        new EthernetHeader(question.SenderHardware, TheirLink, EtherType.Arp).Write(frame);
        new ArpPacket(ArpOperation.Reply, TheirLink, question.TargetProtocol, question.SenderHardware, question.SenderProtocol)
            .Write(frame.AsSpan(EthernetHeader.HeaderLength));
        _probe.Send(frame);
    }
}
