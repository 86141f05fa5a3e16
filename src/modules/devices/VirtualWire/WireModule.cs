using Hokku.Abstractions;

namespace Hokku.Devices.VirtualWire;

/// <summary>The module of Ethernet devices at the ends of wires in memory: "/dev/net/wire/NAME/0" and "/dev/net/wire/NAME/1".</summary>
public sealed class WireModule(WireRoom room) : INetModule, IDeviceModule
{
    private const string Prefix = "/dev/net/wire/";

    /// <summary>A module with a room of its own: both ends of its wires are for one stack.</summary>
    public WireModule()
        : this(new WireRoom())
    {
    }

    public static ModuleManifest Description { get; } = new("network/devices/wire/v1") { DevicePrefixes = [Prefix] };

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
        var parts = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split('/') : [];
        if (parts is not [{ Length: > 0 } wireName, "0" or "1"])
        {
            error = $"'{name}' does not name the end of a wire; {Prefix}NAME/0 and {Prefix}NAME/1 are the ends of the wire NAME.";
            return null;
        }

        var wire = room[wireName];
        var end = parts[1] == "0" ? 0 : 1;
        var device = wire.IsPolled ? new PolledWireDevice(name, this, wire, end) : new WireDevice(name, this, wire, end);
        if (wire.TryAttach(end, device))
            return device;
        error = $"The end {end} of the wire '{wireName}' is taken; {Prefix}{wireName}/{1 - end} may be free.";
        return null;
    }
}
