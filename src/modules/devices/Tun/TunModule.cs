using Hokku.Abstractions;
using Hokku.Linux;
using Hokku.Parts;

namespace Hokku.Devices.Tun;

/// <summary>
/// The module of TUN devices: "/dev/net/tun/NAME" is the other end of the Linux interface NAME, over which packets of IP go without a frame, in the network
/// namespace of the thread that first uses it; made when there is none.
/// </summary>
public sealed class TunModule(Func<string, TunOptions?>? optionsOf) : INetModule, IDeviceModule
{
    private const string Prefix = "/dev/net/tun/";

    public TunModule()
        : this(null)
    {
    }

    public static ModuleManifest Description { get; } = new("network/devices/tun/v1") { DevicePrefixes = [Prefix] };

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
            error = LinuxInterface.ExplainName(interfaceName, Prefix + "hk0");
            return null;
        }

        try
        {
            var descriptor = TunDescriptor.Open(interfaceName, TunKind.Tun, VirtualHeader.Length);
            error = null;
            return new TunDevice(name, interfaceName, this, descriptor, (optionsOf?.Invoke(name) ?? new TunOptions()).Offloads);
        }
        catch (LinuxException exception)
        {
            error = TunDescriptor.Explain(exception, interfaceName, TunKind.Tun);
        }
        catch (PlatformNotSupportedException exception)
        {
            error = exception.Message;
        }

        return null;
    }
}
