using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Network;
using Hokku.Services;

namespace Hokku.Interop.Tests;

/// <summary>A host as programs build it on any device of the kernel in a namespace: Linux is 10.9.0.1 on one end, we are 10.9.0.2 on the other.</summary>
internal sealed class DeviceHost : IDisposable
{
    public const string LinuxAddress = "10.9.0.1";
    public const string OurAddress = "10.9.0.2";

    private readonly HokkuHost _host;

    /// <param name="home">Where.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="module">A module of its own instead of the built-in one.</param>
    public DeviceHost(LinuxNamespace home, string device, (ModuleManifest Manifest, Func<INetModule> Create)? module = null)
    {
        Device = device;
        HokkuHost? host = null;
        var builder = new HostBuilder("device")
            .Configure(options => options with { Buffers = new BufferPoolOptions { Debug = false } })
            .Interface(device, OurAddress + "/24");
        if (module is { } own)
            builder.AddModule(own.Manifest, own.Create);
        home.Enter(() => host = builder.Start());
        _host = host!;
    }

    public string Device { get; }

    public NetworkHost Network => _host.Network;

    /// <summary>What the host says about the device.</summary>
    public InterfaceState State => Network.Roster.Interfaces().Single(each => each.Device == Device);

    public void Serve(Service service) => _host.Serve(service);

    /// <summary>Makes a veth pair, v0 for us and v1, with the address, for Linux. Where it is a wire, what crosses it has its checksums and is no super-packet.</summary>
    public static void MakePair(LinuxNamespace home, bool isWire = false)
    {
        home.Run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1").Succeeded();
        if (isWire)
        {
            foreach (string name in (string[])["v0", "v1"])
                home.Run("ethtool", "-K", name, "tx", "off", "tso", "off", "gso", "off", "gro", "off").Succeeded();
        }

        home.Run("ip", "address", "add", LinuxAddress + "/24", "dev", "v1").Succeeded();
        home.Run("ip", "link", "set", "v0", "up").Succeeded();
        home.Run("ip", "link", "set", "v1", "up").Succeeded();
    }

    /// <summary>Gives Linux's end its address.</summary>
    public static void LinuxSide(LinuxNamespace home, string name)
    {
        home.Run("ip", "address", "add", LinuxAddress + "/24", "dev", name).Succeeded();
        home.Run("ip", "link", "set", name, "up").Succeeded();
    }

    /// <summary>Ends the host; every buffer must have come back.</summary>
    public void Dispose()
    {
        _host.Dispose();
        _host.Stack.Buffers.AssertBalanced();
    }
}
