using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

[assembly: NetModule(typeof(Samples.Tally.TallyModule))]

namespace Samples.Tally;

/// <summary>A datalink module: counts what goes out by loopback interfaces, before their own framing.</summary>
public sealed class TallyModule : IDatalinkModule
{
    private const string Name = "network/datalink_protocols/tally/v1";

    /// <summary>
    /// What is known of the module before it is loaded: interfaces of IPv4 on loopback devices get this chain. Modules of a folder are
    /// registered before the built-in ones, and the first registration of a chain wins.
    /// </summary>
    public static ModuleManifest Description { get; } = new(Name)
    {
        DatalinkChains = [new(NetFamily.Internet, DeviceType.Loopback, Name, "network/datalink_protocols/loopback_frame/v1")],
    };

    public ModuleManifest Manifest => Description;

    /// <summary>Counted in netstat -s under "tally".</summary>
    public Counter Packets { get; private set; } = null!;

    public Counter Octets { get; private set; } = null!;

    public void Register(INetStack stack)
    {
        var statistics = stack.Statistics(Manifest.ShortName);
        Packets = statistics.Add("packets sent");
        Octets = statistics.Add("octets sent");
    }

    public void Unregister()
    {
    }

    public DatalinkProtocol CreateProtocol(INetInterface netInterface) => new TallyProtocol(this, netInterface);
}

/// <summary>The link in one interface's chain.</summary>
internal sealed class TallyProtocol(TallyModule module, INetInterface netInterface) : DatalinkProtocol(netInterface)
{
    public override INetModule Module => module;

    public override SocketError Send(NetBuffer buffer)
    {
        module.Packets.Add();
        module.Octets.Add(buffer.Size);
        return Next.Send(buffer); // who is handed a buffer owns it: hand it on
    }
}
