using Hokku.Abstractions;

namespace Hokku.Devices.Loopback;

/// <summary>The module of devices that hand every packet back to their own stack: "loop", "loop1" and so on.</summary>
public sealed class LoopbackModule : INetModule, IDeviceModule
{
    public static ModuleManifest Description { get; } = new("network/devices/loopback/v1") { DevicePrefixes = ["loop"] };

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
        return new LoopbackDevice(name, this);
    }
}
