using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Testing;

/// <summary>The module of <see cref="ScriptDevice"/>s, with the datalink chain that they need: packets without frames.</summary>
internal sealed class ScriptModule(int mtu) : IDeviceModule
{
    public const string DeviceName = "script0";

    public static ModuleManifest Description { get; } = new("network/devices/script/v1")
    {
        DevicePrefixes = ["script"],
        DatalinkChains = [new(NetFamily.Internet, DeviceType.Tunnel, "network/datalink_protocols/loopback_frame/v1")],
    };

    public ModuleManifest Manifest => Description;

    /// <summary>The device that was made last.</summary>
    public ScriptDevice? Device { get; private set; }

    public void Register(INetStack stack)
    {
    }

    public void Unregister()
    {
    }

    public NetDevice? CreateDevice(string name, out string? error)
    {
        error = null;
        return Device = new ScriptDevice(this, name, mtu);
    }
}
