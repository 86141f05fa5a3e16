using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;

namespace Hokku.Datalink.LoopbackFrame;

/// <summary>The link of one interface's chain that marks packets with the type of its family, in the place of a header.</summary>
internal sealed class LoopbackFrameProtocol(LoopbackFrameModule module, INetInterface netInterface) : DatalinkProtocol(netInterface)
{
    private readonly ushort _frameType = netInterface.Domain.Family == NetFamily.Internet6 ? EtherType.IPv6 : EtherType.IPv4;

    public override INetModule Module => module;

    public override void Attach()
    {
        module.Stack.RegisterDeframer(Interface.Device, module);
        module.Stack.RegisterDomainHandler(Interface.Device, _frameType, Interface.Domain.Family);
    }

    public override void Detach()
    {
        module.Stack.UnregisterHandler(Interface.Device, _frameType);
        module.Stack.UnregisterDeframer(Interface.Device);
    }

    public override SocketError Send(NetBuffer buffer)
    {
        buffer.FrameType = _frameType;
        return Next.Send(buffer);
    }
}
