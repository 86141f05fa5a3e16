using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack.Fakes;

/// <summary>A device that keeps what is sent, and delivers what the test has it deliver.</summary>
internal class FakeDevice : NetDevice
{
    private readonly INetModule _module;

    public FakeDevice(string name, INetModule module)
        : base(name, name.StartsWith("loop", StringComparison.Ordinal) ? DeviceType.Loopback : DeviceType.Ethernet)
    {
        _module = module;
        MaximumMtu = 9000;
        Address = new LinkAddress(new EthernetAddress(0x0200_0000_0001));
        Flags = Type == DeviceType.Loopback
            ? InterfaceFlags.Loopback | InterfaceFlags.Multicast | InterfaceFlags.Link
            : InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Link;
    }

    public override INetModule Module => _module;

    public List<byte[]> Sent { get; } = [];

    public List<string> Calls { get; } = [];

    public SocketError UpResult { get; set; }

    public void Can(DeviceOffloads offloads) => Offloads = offloads;

    public override SocketError Up()
    {
        Calls.Add("up");
        return UpResult;
    }

    public override void Down() => Calls.Add("down");

    public override void Send(NetBuffer buffer)
    {
        if (Type == DeviceType.Loopback)
        {
            Sink.Stack.Loop(this, buffer);
            return;
        }

        var octets = new byte[buffer.Size];
        buffer.Read(0, octets);
        Sent.Add(octets);
        buffer.Free();
        Sink.Stack.FlushLater(this);
    }

    public override void Flush() => Calls.Add("flush");

    public override void Close() => Calls.Add("close");

    public override SocketError AddMulticast(in NetAddress linkAddress)
    {
        Calls.Add($"add {linkAddress}");
        return SocketError.Success;
    }

    public override SocketError RemoveMulticast(in NetAddress linkAddress)
    {
        Calls.Add($"remove {linkAddress}");
        return SocketError.Success;
    }

    /// <summary>Delivers frames as one batch.</summary>
    public void Deliver(params byte[][] frames)
    {
        var batch = new BufferList();
        foreach (byte[] frame in frames)
        {
            var buffer = Sink.Stack.Buffers.Create()!;
            Assert.True(buffer.TryAppend(frame));
            batch.Enqueue(buffer);
        }

        Sink.Receive(ref batch);
        Assert.True(batch.IsEmpty);
    }
}
