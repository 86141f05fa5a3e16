using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Testing;

/// <summary>An Ethernet device whose other end is a campaign: what is sent is shown to it and freed. Allocates nothing a frame.</summary>
internal sealed class CampaignDevice : NetDevice
{
    private const int Shown = 128;

    private readonly CampaignModule _module;

    public CampaignDevice(CampaignModule module, string name)
        : base(name, DeviceType.Ethernet)
    {
        _module = module;
        HeaderLength = EthernetHeader.HeaderLength;
        Address = new LinkAddress(CampaignAddresses.OurHardware);
        Flags = InterfaceFlags.Broadcast | InterfaceFlags.Multicast | InterfaceFlags.Link;
    }

    /// <summary>Looks at the first octets of a frame that was sent.</summary>
    public Action<ReadOnlySpan<byte>>? Watcher { get; set; }

    public long SentFrames { get; private set; }

    public override INetModule Module => _module;

    public override SocketError Up() => SocketError.Success;

    public override void Down()
    {
    }

    public override void Send(NetBuffer buffer)
    {
        SentFrames++;
        if (buffer.TryPeek(Math.Min(buffer.Size, Shown), out var octets))
            Watcher?.Invoke(octets);
        buffer.Free();
    }

    public override void Flush()
    {
    }

    public override void Close()
    {
    }
}
