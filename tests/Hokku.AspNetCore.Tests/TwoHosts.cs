using Hokku.Devices.VirtualWire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hokku.AspNetCore.Tests;

/// <summary>Two hosts on a wire in memory: Kestrel runs on "edge" (10.0.0.1), and "client" (10.0.0.2) asks.</summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    private readonly WireRoom _wires = new();
    private readonly List<IHost> _applications = [];

    public TwoHosts(WireSettings? settings = null)
    {
        var wire = new VirtualWire("lab", settings: settings);
        _wires.Add(wire);
        Wire = wire;
        Edge = new HostBuilder("edge").UseWires(_wires).Interface("/dev/net/wire/lab/0", "10.0.0.1/24").Start();
        Client = new HostBuilder("client").UseWires(_wires).Interface("/dev/net/wire/lab/1", "10.0.0.2/24").Start();
    }

    public VirtualWire Wire { get; }

    public HokkuHost Edge { get; }

    public HokkuHost Client { get; }

    /// <summary>Starts an application on the edge.</summary>
    public async Task<WebApplication> ServeAsync(
        Action<WebApplication> map,
        Action<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>? kestrel = null,
        Action<IServiceCollection>? services = null,
        Action<HokkuTransportOptions>? transport = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseHokku(Edge, transport);
        builder.WebHost.ConfigureKestrel(kestrel ?? (options => options.ListenHokku("edge", 80)));
        services?.Invoke(builder.Services);
        var application = builder.Build();
        map(application);
        await application.StartAsync();
        _applications.Add(application);
        return application;
    }

    public HttpClient CreateClient(int port = 80) =>
        new(Client.CreateHttpHandler()) { BaseAddress = new Uri($"http://10.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };

    public async ValueTask DisposeAsync()
    {
        foreach (var application in _applications)
        {
            await application.StopAsync();
            (application as IDisposable)?.Dispose();
        }

        Client.Dispose();
        Edge.Dispose();
    }
}
