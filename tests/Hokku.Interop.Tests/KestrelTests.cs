using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Hokku.AspNetCore;
using Hokku.AspNetCore.Tests.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>Kestrel on a host with an address of its own, asked by Linux's curl over a TAP.</summary>
public sealed class KestrelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Curl_speaks_http1_http2_tls_websockets_and_grpc_with_kestrel()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        await using var application = Build(host.Host);
        await application.StartAsync();

        string Ask(params string[] arguments)
        {
            using var curl = home.Start("curl", ["-sS", "-k", "-m", "10", .. arguments]);
            return curl.WaitForExit(Patience).Succeeded().Output.TrimEnd();
        }

        Assert.Equal("HTTP/1.1 http 10.9.0.1", Ask("http://10.9.0.2/"));
        Assert.Equal("HTTP/2 http 10.9.0.1", Ask("--http2-prior-knowledge", "http://10.9.0.2:81/"));
        Assert.Equal("HTTP/1.1 https 10.9.0.1", Ask("--http1.1", "https://10.9.0.2/"));
        Assert.Equal("HTTP/2 https 10.9.0.1", Ask("--http2", "https://10.9.0.2/"));
        Assert.Equal("5000000", Ask("http://10.9.0.2/zeros", "-o", "/dev/null", "-w", "%{size_download}"));

        // RFC 6455, 1.3: the key's answer is known.
        Assert.Contains(
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            Ask("-i", "-N", "--http1.1", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13", "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "http://10.9.0.2/socket"),
            StringComparison.Ordinal);
        Assert.Contains("grpc-status: 0", Grpc(home), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task HttpClient_on_a_host_asks_a_server_of_linux()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var listener = KernelPeer.Listen(home, 8080);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHandle((ulong)listener.Handle));
        await using var application = builder.Build();
        application.MapGet("/", (HttpContext context) => $"{context.Connection.RemoteIpAddress}");
        await application.StartAsync();
        using var client = new HttpClient(host.Host.CreateHttpHandler()) { Timeout = Patience };

        Assert.Equal("10.9.0.2", await client.GetStringAsync("http://10.9.0.1:8080/"));
        await application.StopAsync();
    }

    // One empty message: a flag and four octets of length.
    private static string Grpc(LinuxNamespace home)
    {
        string message = Path.GetTempFileName();
        File.WriteAllBytes(message, new byte[5]);
        try
        {
            using var curl = home.Start(
                "curl", "-sS", "-v", "-m", "10", "--http2-prior-knowledge", "-H", "Content-Type: application/grpc", "-H", "TE: trailers", "--data-binary", $"@{message}", "-o", "/dev/null",
                "http://10.9.0.2:81/hokku.tests.Echo/Once");
            var result = curl.WaitForExit(Patience).Succeeded();
            return result.Output + result.Errors;
        }
        finally
        {
            File.Delete(message);
        }
    }

    private static WebApplication Build(HokkuHost host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseHokku(host);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenHokku(host.Name, 80);
            kestrel.ListenHokku(host.Name, 81, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.ListenHokku(host.Name, 443, listen => listen.UseHttps(Certificate()));
        });
        var application = builder.Build();
        application.UseWebSockets();
        application.MapGrpcService<EchoService>();
        application.MapGet("/", (HttpContext context) => $"{context.Request.Protocol} {context.Request.Scheme} {context.Connection.RemoteIpAddress}");
        application.MapGet("/zeros", () => Results.Bytes(new byte[5_000_000]));
        application.MapGet("/socket", async (HttpContext context) =>
        {
            // Closed at once: curl only has to see the greeting.
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        return application;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=10.9.0.2", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class EchoService : Echo.EchoBase
    {
        public override Task<Word> Once(Word request, ServerCallContext context) => Task.FromResult(request);
    }
}
