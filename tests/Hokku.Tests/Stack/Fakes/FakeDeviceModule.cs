using Hokku.Abstractions;

namespace Hokku.Tests.Stack.Fakes;

/// <summary>Makes fake devices; "refused" in a name is refused.</summary>
internal sealed class FakeDeviceModule(Func<string, INetModule, NetDevice>? make = null) : IDeviceModule
{
    public static ModuleManifest Description { get; } = new("network/devices/fake/v1") { DevicePrefixes = ["/dev/net/fake/", "loop"] };

    public ModuleManifest Manifest => Description;

    public void Register(INetStack stack)
    {
    }

    public void Unregister()
    {
    }

    public NetDevice? CreateDevice(string name, out string? error)
    {
        error = name.Contains("refused", StringComparison.Ordinal) ? "The name was refused." : null;
        return error is null ? make?.Invoke(name, this) ?? new FakeDevice(name, this) : null;
    }
}
