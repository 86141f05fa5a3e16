using Hokku.Abstractions;

namespace Hokku.Testing;

/// <summary>The module of <see cref="CampaignDevice"/>s.</summary>
internal sealed class CampaignModule : IDeviceModule
{
    public const string DeviceName = "campaign0";

    public static ModuleManifest Description { get; } = new("network/devices/campaign/v1") { DevicePrefixes = ["campaign"] };

    public ModuleManifest Manifest => Description;

    public CampaignDevice? Device { get; private set; }

    public void Register(INetStack stack)
    {
    }

    public void Unregister()
    {
    }

    public NetDevice? CreateDevice(string name, out string? error)
    {
        error = null;
        return Device = new CampaignDevice(this, name);
    }
}
