using Hokku.Devices.VirtualWire;
using Hokku.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Hokku.AspNetCore.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public async Task An_application_has_hosts_clients_and_health_by_name()
    {
        var wires = new WireRoom();
        wires.Add(new VirtualWire("lab"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Hokku:edge:Interfaces:0"] = "/dev/net/wire/lab/0 10.0.0.1/24",
            ["Hokku:asker:Interfaces:0:Device"] = "/dev/net/wire/lab/1",
            ["Hokku:asker:Interfaces:0:Address"] = "10.0.0.2/24",
        });
        builder.Services.AddHokku("edge", o => o.Build(host => host.UseWires(wires)));
        builder.Services.AddHokku("asker", o => o.Build(host => host.UseWires(wires)));
        builder.Services.AddHttpClient("backend", client => client.BaseAddress = new Uri("http://10.0.0.1")).UseHokku("asker");
        builder.Services.AddHealthChecks().AddHokku("edge").AddHokku("asker");
        builder.WebHost.UseHokku("edge");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHokku("edge", 80));
        await using var application = builder.Build();
        application.MapGet("/", () => "moon");
        await application.StartAsync();

        using var client = application.Services.GetRequiredService<IHttpClientFactory>().CreateClient("backend");
        Assert.Equal("moon", await client.GetStringAsync("/"));
        var health = application.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);

        application.Services.GetRequiredKeyedService<NetworkHost>("asker").Roster.Down("/dev/net/wire/lab/1");
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);

        await application.StopAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);
    }

    [Theory]
    [InlineData("Interfaces:0:Adress", "10.0.0.1/24", "Hokku:edge:Interfaces:0:Adress: 'Adress' is not right; needed is one of Device, Address")]
    [InlineData("Interfaces:0:Mtu", "large", "Hokku:edge:Interfaces:0:Mtu: 'large' is not right; needed is a whole number")]
    [InlineData("Rotues:0", "default gw 10.0.0.9", "'Rotues' is not right; needed is one of Interfaces, Routes")]
    [InlineData("Loopback", "maybe", "needed is true or false")]
    [InlineData("Dns:0", "dns.example", "Hokku host 'edge': dns[0]: 'dns.example' is not right")]
    [InlineData("Interfaces:0:Address", "10.0.0.1", "Hokku host 'edge': interfaces[0].address")]
    public async Task A_wrong_value_ends_the_start_with_what_would_be_right(string key, string value, string message)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [$"Hokku:edge:{key}"] = value });
        if (key.StartsWith("Interfaces", StringComparison.Ordinal))
            builder.Configuration["Hokku:edge:Interfaces:0:Device"] = "loop";
        builder.Services.AddHokku("edge");
        using var host = builder.Build();

        var problem = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        Assert.True(problem is ConfigurationException or OptionsValidationException, problem.ToString());
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_is_not_there_is_named_with_those_that_are()
    {
        var services = new ServiceCollection();
        services.AddHokku("edge");
        services.AddHokku("core");
        using var provider = services.BuildServiceProvider();
        var hosts = provider.GetRequiredService<IHokkuHosts>();

        Assert.Contains("no Hokku host 'egde'; the application has 'edge', 'core'", Assert.Throws<InvalidOperationException>(() => hosts.Get("egde")).Message, StringComparison.Ordinal);
        Assert.Contains("'edge', 'core'", Assert.Throws<InvalidOperationException>(() => hosts.Get()).Message, StringComparison.Ordinal);
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(() => services.AddHokku("edge")).Message, StringComparison.Ordinal);
    }
}
