using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hokku.Simulation.Tests;

/// <summary>TLS and WebSockets take keys and masks from the system: everything but their payload is the same in every run.</summary>
public sealed class SecretsTests
{
    // RSA's signatures have one length.
    private static readonly X509Certificate2 Certificate = MakeCertificate();

    [Fact]
    public async Task Tls_runs_the_same_without_its_payload()
    {
        var first = await Run(Https, withoutPayload: true);
        Assert.Equal(first, await Run(Https, withoutPayload: true));
        Assert.NotEqual(await Run(Https, withoutPayload: false), await Run(Https, withoutPayload: false));
    }

    [Fact]
    public async Task WebSockets_run_the_same_without_their_payload()
    {
        var first = await Run(WebSocket, withoutPayload: true);
        Assert.Equal(first, await Run(WebSocket, withoutPayload: true));
    }

    private static async Task<string> Run(Func<World, Task> client, bool withoutPayload)
    {
        await using var world = new World(3, new WorldOptions { HashWithoutPayload = withoutPayload });
        world.AddHost("client");
        world.AddHost("api", Serve);
        world.Link("client", "api").Latency(10.Milliseconds).Loss(0.05);
        await world.RunAsync(() => client(world));
        return $"{world.Hash} {world.Packets} {world.Now}";
    }

    private static async Task Https(World world)
    {
        using var handler = world.HostOf("client").Life.CreateHttpHandler(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == Certificate.GetCertHashString() },
        });
        using var http = new HttpClient(handler);
        for (int i = 0; i < 5; i++)
            Assert.Equal("secret", await http.GetStringAsync(new Uri("https://api:443/")));
    }

    private static async Task WebSocket(World world)
    {
        using var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(world.HostOf("client").Life.CreateHttpHandler());
        await socket.ConnectAsync(new Uri("ws://api:80/talk"), invoker, CancellationToken.None);
        var buffer = new byte[100];
        for (int i = 0; i < 5; i++)
        {
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            Assert.Equal(5, received.Count);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    /// <summary>A web application made by hand, without a Program.</summary>
    private static async Task Serve(HostLife life)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseHokku(life.Stack);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenHokku(life.Name, 80, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.ListenHokku(life.Name, 443, listen => listen.UseHttps(Certificate));
        });
        life.Use(builder.Services);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/", () => "secret");
        app.Map("/talk", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { CloseStatus: null } received)
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await app.RunAsync();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=api", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(new DateTimeOffset(2029, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
