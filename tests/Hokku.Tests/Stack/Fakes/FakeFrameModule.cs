using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Tests.Stack.Fakes;

/// <summary>A framing without a header: what begins with 255 is malformed, what begins with 254 is of a type that nobody takes.</summary>
internal sealed class FakeFrameModule : IDatalinkModule, IDeframer
{
    public const ushort FrameType = 0x0800;

    public INetStack Stack { get; private set; } = null!;

    public static ModuleManifest Description { get; } = new("network/datalink_protocols/fake_frame/v1")
    {
        DatalinkChains =
        [
            new(NetFamily.Internet, DeviceType.Ethernet, "network/datalink_protocols/fake_frame/v1"),
            new(NetFamily.Internet, DeviceType.Loopback, "network/datalink_protocols/fake_frame/v1"),
        ],
    };

    public ModuleManifest Manifest => Description;

    /// <summary>What the next interface that goes up is told.</summary>
    public SocketError UpResult { get; set; }

    public void Register(INetStack stack) => Stack = stack;

    public void Unregister()
    {
    }

    public DatalinkProtocol CreateProtocol(INetInterface netInterface) => new Link(this, netInterface);

    public DropReason Deframe(NetDevice device, NetBuffer buffer)
    {
        if (!buffer.TryPeek(1, out var octets) || octets[0] == 255)
            return DropReason.FrameMalformed;
        buffer.FrameType = octets[0] == 254 ? (ushort)0x0900 : FrameType;
        return DropReason.None;
    }

    private sealed class Link(FakeFrameModule module, INetInterface netInterface) : DatalinkProtocol(netInterface)
    {
        public override INetModule Module => module;

        public override void Attach()
        {
            module.Stack.RegisterDeframer(Interface.Device, module);
            module.Stack.RegisterDomainHandler(Interface.Device, FrameType, NetFamily.Internet);
        }

        public override void Detach()
        {
            module.Stack.UnregisterHandler(Interface.Device, FrameType);
            module.Stack.UnregisterDeframer(Interface.Device);
        }

        public override SocketError Send(NetBuffer buffer)
        {
            buffer.FrameType = FrameType;
            return Next.Send(buffer);
        }

        public override SocketError Up()
        {
            var below = base.Up();
            return below == SocketError.Success ? module.UpResult : below;
        }

        public override SocketError Control(DriverCommand command, Span<byte> argument, out int length)
        {
            length = 0;
            if (command != DriverCommand.GetArpEntries)
                return base.Control(command, argument, out length);
            var entry = new ArpEntry { Interface = Interface.Name };
            length = System.Runtime.CompilerServices.Unsafe.SizeOf<ArpEntry>();
            return System.Runtime.InteropServices.MemoryMarshal.TryWrite(argument, in entry) ? SocketError.Success : SocketError.NoBufferSpaceAvailable;
        }
    }
}
