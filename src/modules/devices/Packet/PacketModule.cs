using Hokku.Abstractions;
using Hokku.Linux;
using Hokku.Wire.Addresses;

namespace Hokku.Devices.Packet;

/// <summary>
/// The module of packet devices: "/dev/net/packet/NAME" joins the Linux interface NAME, an end of a veth pair, a bridge or a network card, in the network
/// namespace of the thread that first uses it. Linux goes on using the interface, too.
/// </summary>
public sealed class PacketModule(Func<string, PacketOptions?>? optionsOf) : INetModule, IDeviceModule
{
    private const string Prefix = "/dev/net/packet/";
    private const int EthernetHardware = 1;

    public PacketModule()
        : this(null)
    {
    }

    public static ModuleManifest Description { get; } = new("network/devices/packet/v1") { DevicePrefixes = [Prefix] };

    public ModuleManifest Manifest => Description;

    public void Register(INetStack stack)
    {
    }

    public void Unregister()
    {
    }

    public NetDevice? CreateDevice(string name, out string? error)
    {
        var interfaceName = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : "";
        if (!LinuxInterface.IsName(interfaceName))
        {
            error = LinuxInterface.ExplainName(interfaceName, Prefix + "veth0");
            return null;
        }

        try
        {
            return Create(name, interfaceName, out error);
        }
        catch (LinuxException exception)
        {
            error = exception.Error is LinuxError.EPERM or LinuxError.EACCES
                ? $"Not permitted to open a packet socket on '{interfaceName}': run as root, give CAP_NET_RAW, or run in a user and network namespace of your own ('unshare -Urn')."
                : exception.Message;
        }
        catch (PlatformNotSupportedException exception)
        {
            error = exception.Message;
        }

        return null;
    }

    private PacketDevice? Create(string name, string interfaceName, out string? error)
    {
        int index = LinuxInterface.IndexOf(interfaceName);
        if (index == 0)
        {
            error = $"There is no interface '{interfaceName}' to join in this network namespace; 'ip link' lists those there are, and 'ip link add {interfaceName} type veth peer name PEER' makes a pair.";
            return null;
        }

        Span<byte> address = stackalloc byte[EthernetAddress.Length];
        int hardware = LinuxInterface.GetAddress(interfaceName, address);
        if (hardware != EthernetHardware)
        {
            error = $"'{interfaceName}' is no Ethernet interface (its hardware type is {hardware}); an end of a veth pair, a bridge or a network card is needed.";
            return null;
        }

        var options = optionsOf?.Invoke(name) ?? new PacketOptions();
        int mtu = LinuxInterface.MtuOf(interfaceName);
        bool segments = (options.Offloads & (DeviceOffloads.TcpSegmentation4 | DeviceOffloads.TcpSegmentation6 | DeviceOffloads.UdpSegmentation)) != 0;
        error = null;
        return new PacketDevice(name, index, this, PacketSocket.Open(bypassQueueing: !segments), EthernetAddress.Read(address), mtu, options);
    }
}
