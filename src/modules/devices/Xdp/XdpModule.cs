using Hokku.Abstractions;
using Hokku.Linux;
using Hokku.Wire.Addresses;

namespace Hokku.Devices.Xdp;

/// <summary>
/// The module of AF_XDP devices: "/dev/net/xdp/NAME" takes the frames of the Linux interface NAME, of its first queue, in the network namespace of the thread that first uses
/// it. Linux itself gets none of them any more.
/// </summary>
public sealed class XdpModule : INetModule, IDeviceModule
{
    private const string Prefix = "/dev/net/xdp/";
    private const int EthernetHardware = 1;

    public static ModuleManifest Description { get; } = new("network/devices/xdp/v1") { DevicePrefixes = [Prefix] };

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
            error = Explain(exception, interfaceName);
        }
        catch (PlatformNotSupportedException exception)
        {
            error = exception.Message;
        }

        return null;
    }

    private XdpDevice? Create(string name, string interfaceName, out string? error)
    {
        int index = LinuxInterface.IndexOf(interfaceName);
        if (index == 0)
        {
            error = $"There is no interface '{interfaceName}' in this network namespace; 'ip link' lists those there are.";
            return null;
        }

        Span<byte> address = stackalloc byte[EthernetAddress.Length];
        int hardware = LinuxInterface.GetAddress(interfaceName, address);
        if (hardware != EthernetHardware)
        {
            error = $"'{interfaceName}' is no Ethernet interface (its hardware type is {hardware}); a network card or an end of a veth pair is needed.";
            return null;
        }

        int mtu = LinuxInterface.MtuOf(interfaceName);
        if (mtu > XdpDevice.LargestMtu)
        {
            error = $"The MTU of '{interfaceName}' is {mtu}, and AF_XDP carries at most {XdpDevice.LargestMtu} octets: 'ip link set {interfaceName} mtu 1500'.";
            return null;
        }

        error = null;
        return new XdpDevice(name, this, XdpSocket.Open(index, 0), EthernetAddress.Read(address), mtu);
    }

    private static string Explain(LinuxException exception, string name) => exception.Error switch
    {
        LinuxError.EPERM or LinuxError.EACCES =>
            $"Not permitted to use AF_XDP on '{name}': run as root, or give CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF; /dev/net/packet/{name} needs CAP_NET_RAW only.",
        LinuxError.EBUSY => $"The interface '{name}' has an XDP program or an AF_XDP socket of somebody else's; end that first ('ip link set {name} xdp off').",
        LinuxError.ENOBUFS or LinuxError.ENOMEM => $"The kernel does not let us lock the memory that AF_XDP needs: raise 'ulimit -l', or use /dev/net/packet/{name}.",
        _ => $"The kernel cannot do AF_XDP on '{name}' ({exception.Message}); use /dev/net/packet/{name}.",
    };
}
