using Hokku.Abstractions;

namespace Hokku.Tests.Figures;

/// <summary>The module of the devices "/dev/net/direct/0" and "/dev/net/direct/1".</summary>
internal sealed class DirectModule(DirectWire wire) : INetModule, IDeviceModule
{
    public const string Prefix = "/dev/net/direct/";

    public static ModuleManifest Description { get; } = new("network/devices/direct/v1") { DevicePrefixes = [Prefix] };

    public ModuleManifest Manifest => Description;

    public void Register(INetStack stack)
    {
    }

    public void Unregister()
    {
    }

    public NetDevice? CreateDevice(string name, out string? error)
    {
        error = null;
        return new DirectDevice(name, this, wire, name[^1] - '0');
    }
}
