using System.Net;
using Hokku.AspNetCore;
using Hokku.Benchmarks.Tap;
using Hokku.Devices.VirtualWire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Hokku.Http.Benchmarks;

/// <summary>Kestrel and HttpClient in one process: over two Hokku hosts on a wire, and over the kernel's loopback, in turn.</summary>
internal sealed class InProcess : IDisposable
{
    private const double Aim = 2;

    private static readonly (string Name, string Path, int Connections, double Scale, string Unit)[] Cases =
    [
        ("requests, 1 connection", "/", 1, 1e-3, "1000/s"),
        ("requests, 16 connections", "/", 16, 1e-3, "1000/s"),
        ("1 MiB answers, 1 connection", "/1048576", 1, 8 * 1048576 / 1e9, "Gbit/s"),
        ("1 MiB answers, 4 connections", "/1048576", 4, 8 * 1048576 / 1e9, "Gbit/s"),
    ];

    private readonly HokkuHost _edge;
    private readonly HokkuHost _asker;
    private readonly WebApplication _onHokku;
    private readonly WebApplication _onKernel;
    private readonly HttpClient _hokku;
    private readonly HttpClient _kernel;

    public InProcess()
    {
        var wires = new WireRoom();
        wires.Add(new VirtualWire("lab"));
        _edge = new HostBuilder("edge").UseWires(wires).Interface("/dev/net/wire/lab/0", "10.0.0.1/24", mtu: 65000).Start();
        _asker = new HostBuilder("asker").UseWires(wires).Interface("/dev/net/wire/lab/1", "10.0.0.2/24", mtu: 65000).Start();
        _onHokku = Service.Start(kestrel => kestrel.ListenHokku("edge", 80), _edge);
        _onKernel = Service.Start(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _hokku = new HttpClient(_asker.CreateHttpHandler()) { BaseAddress = new Uri("http://10.0.0.1") };
        _kernel = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(_onKernel.Urls.Single()) };
    }

    public IEnumerable<string> Run(int rounds, double seconds)
    {
        yield return "| Kestrel + HttpClient in one process | Hokku: median (least–most) | kernel loopback | ratio | aim |";
        yield return "|---|---|---|---|---|";
        foreach (var (name, path, connections, scale, unit) in Cases)
        {
            Load.Requests(_hokku, path, connections, 1);
            Load.Requests(_kernel, path, connections, 1);
            var (hokku, kernel) = (new Samples(), new Samples());
            for (int i = 0; i < rounds; i++)
            {
                hokku.Add(scale * Load.Requests(_hokku, path, connections, seconds));
                kernel.Add(scale * Load.Requests(_kernel, path, connections, seconds));
            }

            yield return FormattableString.Invariant($"| {name}, {unit} | {hokku} | {kernel} | {hokku.Median / kernel.Median:F2} | {Aim} |");
        }
    }

    public void Dispose()
    {
        _hokku.Dispose();
        _kernel.Dispose();
        _onHokku.StopAsync().GetAwaiter().GetResult();
        _onKernel.StopAsync().GetAwaiter().GetResult();
        _edge.Dispose();
        _asker.Dispose();
    }
}
