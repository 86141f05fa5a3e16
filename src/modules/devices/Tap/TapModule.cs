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
        if (!LinuxInterface.IsName(interfaceName))
        {
            error = LinuxInterface.ExplainName(interfaceName, Prefix + "hk0");
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

            var descriptor = TunDescriptor.Open(interfaceName, TunKind.Tap, VirtualHeader.Length, options.MultiQueue);
            error = null;
            return new TapDevice(name, interfaceName, this, descriptor, options.Address ?? RandomAddress(), options.Offloads);
        }
        catch (LinuxException exception)
        {
            error = TunDescriptor.Explain(exception, interfaceName, TunKind.Tap);
        }
        catch (PlatformNotSupportedException exception)
        {
            error = exception.Message;
        }

        return null;
    }

    private EthernetAddress RandomAddress()
    {
        // Locally administered (second bit), one host's (first bit clear).
        var value = (_stack.Entropy.NextUInt64() & 0xFCFF_FFFF_FFFF) | 0x0200_0000_0000;
        return new EthernetAddress(value);
    }
}
