using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <summary>A tunnel without frames whose other end is a test: what is sent is kept as octets, what is received comes from the test.</summary>
internal sealed class ScriptDevice : NetDevice
{
    private readonly ScriptModule _module;

    public ScriptDevice(ScriptModule module, string name, int mtu)
        : base(name, DeviceType.Tunnel)
    {
        _module = module;
        Mtu = MaximumMtu = mtu;
        Flags = InterfaceFlags.Link | InterfaceFlags.Broadcast;
    }

    /// <summary>What was sent and not yet looked at, oldest first.</summary>
    public List<ScriptPacket> Sent { get; } = [];

    public override INetModule Module => _module;

    public override SocketError Up() => SocketError.Success;

    public override void Down()
    {
    }

    public override void Send(NetBuffer buffer)
    {
        byte[] octets = new byte[buffer.Size];
        buffer.Read(0, octets);
        Sent.Add(new ScriptPacket(Sink.Stack.Now, octets));
        buffer.Free();
    }

    public override void Flush()
    {
    }

    public override void Close()
    {
    }

    /// <summary>Delivers packets in one batch. Outside the stack.</summary>
    public void Receive(ushort frameType, params ReadOnlySpan<byte[]> packets)
    {
        var batch = default(BufferList);
        foreach (byte[] packet in packets)
        {
            var buffer = Sink.Stack.Buffers.Create() ?? throw new InvalidOperationException("The buffer pool is used up.");
            if (!buffer.TryAppend(packet))
                throw new InvalidOperationException("The buffer pool is used up.");
            buffer.FrameType = frameType;
            batch.Enqueue(buffer);
        }

        Sink.Receive(ref batch);
    }
}
