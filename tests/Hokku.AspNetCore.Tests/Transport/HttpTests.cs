using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Hokku.AspNetCore.Tests.Transport;

public sealed class HttpTests
{
    [Fact]
    public async Task A_client_on_one_host_asks_kestrel_on_another()
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(app => app.MapGet("/", (HttpContext context) => $"old pond, {context.Connection.RemoteIpAddress}"));
        using var client = hosts.CreateClient();

        Assert.Equal("old pond, 10.0.0.2", await client.GetStringAsync("/"));
        Assert.Equal("old pond, 10.0.0.2", await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Large_bodies_go_both_ways_unharmed()
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(
            app => app.MapPost("/", async context =>
            {
                var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                await context.Response.Body.WriteAsync(body.ToArray());
            }));
        using var client = hosts.CreateClient();
        var body = RandomNumberGenerator.GetBytes(5_000_000);

        using var answer = await client.PostAsync("/", new ByteArrayContent(body));

        Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Many_connections_ask_at_once()
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(app => app.MapGet("/{number}", (int number) => number.ToString()));
        using var client = hosts.CreateClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => client.GetStringAsync($"/{number}")));

        Assert.Equal(Enumerable.Range(0, 200).Select(number => number.ToString()), answers);
    }

    [Fact]
    public async Task Http2_without_tls_carries_many_streams_on_one_connection()
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(
            app => app.MapGet("/{number}", (HttpContext context, int number) => $"{context.Request.Protocol} {number} {context.Connection.RemotePort}"),
            kestrel => kestrel.ListenHokku("edge", 80, listen => listen.Protocols = HttpProtocols.Http2));
        using var client = hosts.CreateClient();
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await client.GetStringAsync("/0");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => client.GetStringAsync($"/{number}")));

        Assert.All(answers, answer => Assert.StartsWith("HTTP/2 ", answer, StringComparison.Ordinal));
        Assert.Single(answers.Select(answer => answer.Split(' ')[2]).Distinct());
    }

    [Fact]
    public async Task Hokku_and_the_kernel_serve_side_by_side()
    {
        await using var hosts = new TwoHosts();
        var application = await hosts.ServeAsync(
            app => app.MapGet("/", (HttpContext context) => $"{context.Connection.LocalIpAddress}"),
            kestrel =>
            {
                kestrel.ListenHokku("edge", 80);
                kestrel.Listen(IPAddress.Loopback, 0);
            });
        using var client = hosts.CreateClient();
        using var kernel = new HttpClient();

        Assert.Equal("10.0.0.1", await client.GetStringAsync("/"));
        Assert.Equal("127.0.0.1", await kernel.GetStringAsync(application.Urls.Single(url => url.Contains("127.0.0.1", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Plain_addresses_are_the_hosts_when_told_so()
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(
            app => app.MapGet("/", () => "moved"),
            kestrel => kestrel.ListenAnyIP(8080),
            transport: options => options.TakePlainAddresses = true);
        using var client = hosts.CreateClient(8080);

        Assert.Equal("moved", await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_taken_port_is_told_with_host_and_port()
    {
        await using var hosts = new TwoHosts();
        using var listener = hosts.Edge.Network.Listen(80);

        var problem = await Assert.ThrowsAsync<IOException>(() => hosts.ServeAsync(_ => { }));

        Assert.Contains("Port 80 of Hokku host 'edge' is taken", problem.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_address_is_told_with_the_hosts_own()
    {
        await using var hosts = new TwoHosts();

        var problem = await Assert.ThrowsAsync<InvalidOperationException>(
            () => hosts.ServeAsync(_ => { }, kestrel => kestrel.ListenHokku("edge", IPAddress.Parse("192.0.2.1"), 80)));

        Assert.Contains("it has 127.0.0.1, 10.0.0.1", problem.Message, StringComparison.Ordinal);
    }
}
