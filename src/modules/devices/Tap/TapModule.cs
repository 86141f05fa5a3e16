using System.Text;
using Hokku.Abstractions;
using Hokku.Linux;
using Hokku.Parts;
using Hokku.Wire.Addresses;

namespace Hokku.Devices.Tap;

/// <summary>
/// The module of TAP devices: "/dev/net/tap/NAME" is the other end of the Linux interface NAME in the network namespace of the thread that first
/// uses it, made when there is none.
/// </summary>
public sealed class TapModule(Func<string, TapOptions?>? optionsOf) : INetModule, IDeviceModule
{
    private const string Prefix = "/dev/net/tap/";

    private INetStack _stack = null!;

    public TapModule()
        : this(null)
    {
    }

    public static ModuleManifest Description { get; } = new("network/devices/tap/v1") { DevicePrefixes = [Prefix] };

    public ModuleManifest Manifest => Description;

    public void Register(INetStack stack) => _stack = stack;

    public void Unregister()
    {
    }

    public NetDevice? CreateDevice(string name, out string? error)
    {
        var interfaceName = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : "";
        if (!IsInterfaceName(interfaceName))
        {
            error = $"'{interfaceName}' is not the name of a Linux interface: 1 to {TunDescriptor.LongestName} octets without '/', ':' and blanks are needed, such as {Prefix}hk0.";
            return null;
        }

        var options = optionsOf?.Invoke(name) ?? new TapOptions();
        try
        {
            if (options.MustExist && LinuxInterface.IndexOf(interfaceName) == 0)
            {
                error = $"There is no interface '{interfaceName}' to attach to; 'ip tuntap add dev {interfaceName} mode tap' makes one.";
                return null;
            }

            var descriptor = TunDescriptor.Open(interfaceName, TunKind.Tap, VirtualHeader.Length);
            error = null;
            return new TapDevice(name, interfaceName, this, descriptor, options.Address ?? RandomAddress(), options.Offloads);
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

    private static bool IsInterfaceName(string name) =>
        Encoding.UTF8.GetByteCount(name) is > 0 and <= TunDescriptor.LongestName && name is not ("." or "..") && name.AsSpan().IndexOfAny("/: \t\n") < 0;

    private static string Explain(LinuxException exception, string name) => exception.Error switch
    {
        LinuxError.EPERM or LinuxError.EACCES =>
            $"Not permitted to open the TAP interface '{name}': run as root, give CAP_NET_ADMIN, or attach to a persistent one made with 'ip tuntap add dev {name} mode tap user NAME'.",
        LinuxError.ENOENT or LinuxError.ENODEV or LinuxError.ENXIO =>
            $"There is no {TunDescriptor.Path}: load the tun module ('modprobe tun'), or pass the device node into the container.",
        LinuxError.EBUSY => $"The TAP interface '{name}' is in use by another program; use another name.",
        LinuxError.EINVAL => $"'{name}' is an interface of another kind, or the kernel cannot give it a virtio-net header; use another name.",
        _ => exception.Message,
    };

    private EthernetAddress RandomAddress()
    {
        // Locally administered (second bit), one host's (first bit clear).
        var value = (_stack.Entropy.NextUInt64() & 0xFCFF_FFFF_FFFF) | 0x0200_0000_0000;
        return new EthernetAddress(value);
    }
}
