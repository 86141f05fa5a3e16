using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;

namespace Hokku.Datalink.TunnelFrame;

/// <summary>The link of one interface's chain on a tunnel: packets go as they are, and there is one neighbour only.</summary>
internal sealed class TunnelFrameProtocol(TunnelFrameModule module, INetInterface netInterface) : DatalinkProtocol(netInterface)
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
