using System.Globalization;
using System.Net;
using Hokku.Buffers;
using Hokku.Network;
using Hokku.Protocols.Tcp;
using Hokku.Services;

namespace Hokku.Interop.Tests;

/// <summary>A host as programs build it, with all its modules, on a TAP in a namespace: Linux is 10.9.0.1 on one end, we are 10.9.0.2 on the other.</summary>
public sealed class WholeHost : IDisposable
{
    public const string LinuxAddress = "10.9.0.1";
    public const string OurAddress = "10.9.0.2";
    public const string InterfaceName = "hk0";
    public const string Device = "/dev/net/tap/" + InterfaceName;

    /// <summary>Reasons of drops that are no loss: what the packet carried had come already, or its connection was over.</summary>
    private static readonly string[] NoLoss = ["old duplicate", "time wait", "no connection", "port unreachable", "socket closed", "no handler", "arp ignored", "not for us"];

    private readonly List<Service> _services = [];
    private readonly LinuxNamespace _home;
    private readonly HokkuHost _host;
    private readonly bool _offload;

    /// <param name="home">Where Linux's end is.</param>
    /// <param name="tcp">What differs from the usual.</param>
    /// <param name="debugBuffers">Whether misuse of buffers is looked for.</param>
    /// <param name="offload">Whether the TAP does what it can. Captures of Linux's end then show super-packets, with checksums that nobody has filled.</param>
    public WholeHost(LinuxNamespace home, TcpSettings? tcp = null, bool debugBuffers = true, bool offload = false)
    {
        _home = home;
        _offload = offload;
        HokkuHost? host = null;
        var builder = new HostBuilder("interop")
            .AddModule(TcpModule.Description, () => new TcpModule(tcp ?? new TcpSettings()))
            .Configure(options => options with { Buffers = new BufferPoolOptions { Debug = debugBuffers } })
            .Interface(Device, OurAddress + "/24", offload: offload);
        home.Enter(() => host = builder.Start());
        _host = host!;
        try
        {
            LinuxSide(InterfaceName, LinuxAddress + "/24");
        }
        catch
        {
            _host.Dispose();
            throw;
        }
    }

    public static IPAddress Linux { get; } = IPAddress.Parse(LinuxAddress);

    public static IPAddress Ours { get; } = IPAddress.Parse(OurAddress);

    /// <summary>The host as programs have it.</summary>
    public HokkuHost Host => _host;

    public NetworkHost Network => _host.Network;

    public NetworkRoster Roster => _host.Network.Roster;

    /// <summary>Runs a service of the host.</summary>
    public void Serve(Service service)
    {
        _services.Add(service);
        _host.Serve(service);
    }

    /// <summary>Closes the ports of its services.</summary>
    public void EndServices()
    {
        foreach (var service in _services)
            service.Dispose();
    }

    /// <summary>Adds another TAP, up, with the address of either side; null for none.</summary>
    public void AddTap(string name, string? ours, string? linux)
    {
        var device = "/dev/net/tap/" + name;
        var parts = ours?.Split('/');
        _home.Enter(() => Roster.AddAddress(
            device,
            parts is null ? null : IPAddress.Parse(parts[0]),
            parts is null ? null : int.Parse(parts[1], CultureInfo.InvariantCulture)));
        Roster.SetOffload(device, _offload);
        Roster.Up(device);
        LinuxSide(name, linux);
    }

    /// <summary>One of the host's counters; all owners and drops included.</summary>
    public long Counter(string name) => Roster.Counters().Where(counter => counter.Name == name).Sum(counter => counter.Value);

    /// <summary>Packets that somebody has discarded on their way: the kernel at its end of a TAP, or we for one of our reasons.</summary>
    public long LostPackets()
    {
        var kernel = _home.Run("bash", "-c", "cat /sys/class/net/*/statistics/?x_dropped").Succeeded().Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Sum(line => long.Parse(line, CultureInfo.InvariantCulture));
        return kernel + Roster.Counters().Where(counter => counter.IsDrop && !NoLoss.Contains(counter.Name)).Sum(counter => counter.Value);
    }

    /// <summary>Ends the host; every buffer must have come back.</summary>
    public void Dispose()
    {
        _host.Dispose();
        _host.Stack.Buffers.AssertBalanced();
    }

    private void LinuxSide(string name, string? address)
    {
        if (address is not null)
            _home.Run("ip", "address", "add", address, "dev", name).Succeeded();
        _home.Run("ip", "link", "set", name, "up").Succeeded();
    }
}
