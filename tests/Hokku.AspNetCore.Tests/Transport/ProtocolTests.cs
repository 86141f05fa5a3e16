using System.Net.WebSockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Hokku.AspNetCore.Tests.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hokku.AspNetCore.Tests.Transport;

/// <summary>What runs on top of connections: TLS, WebSockets, gRPC.</summary>
public sealed class ProtocolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tls_carries_http(int version)
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(
            app => app.MapGet("/", (HttpContext context) => $"{context.Request.Scheme} {context.Request.Protocol}"),
            kestrel => kestrel.ListenHokku("edge", 443, listen => listen.UseHttps(TestCertificate.Edge)));
        using var handler = hosts.Client.CreateHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate!.GetCertHashString() == TestCertificate.Edge.GetCertHashString();
        using var client = new HttpClient(handler)
        {
            BaseAddress = new Uri("https://10.0.0.1"),
            DefaultRequestVersion = new Version(version, version == 1 ? 1 : 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        Assert.Equal(version == 1 ? "https HTTP/1.1" : "https HTTP/2", await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Web_sockets_talk_both_ways_and_close_in_order()
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(app =>
        {
            app.UseWebSockets();
            app.Run(Echo);
        });
        using var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(hosts.Client.CreateHttpHandler());
        await socket.ConnectAsync(new Uri("ws://10.0.0.1/"), invoker, CancellationToken.None);
        var room = new byte[100_000];
        for (int i = 0; i < 20; i++)
        {
            var message = Encoding.ASCII.GetBytes(new string((char)('a' + i), 1 + (i * 4000)));
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            int length = 0;
            for (ValueWebSocketReceiveResult part = default; !part.EndOfMessage; length += part.Count)
                part = await socket.ReceiveAsync(room.AsMemory(length), CancellationToken.None);
            Assert.Equal(message, room[..length]);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "enough", CancellationToken.None);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Grpc_calls_once_and_streams()
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(
            app => app.MapGrpcService<EchoService>(),
            kestrel => kestrel.ListenHokku("edge", 80, listen => listen.Protocols = HttpProtocols.Http2),
            services => services.AddGrpc());
        using var channel = GrpcChannel.ForAddress("http://10.0.0.1", new GrpcChannelOptions { HttpHandler = hosts.Client.CreateHttpHandler() });
        var echo = new Echo.EchoClient(channel);

        Assert.Equal("frog", (await echo.OnceAsync(new Word { Text = "frog" })).Text);

        using var stream = echo.Stream();
        for (int i = 0; i < 100; i++)
        {
            await stream.RequestStream.WriteAsync(new Word { Text = $"{i}" });
            Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal($"{i}", stream.ResponseStream.Current.Text);
        }

        await stream.RequestStream.CompleteAsync();
        Assert.False(await stream.ResponseStream.MoveNext(CancellationToken.None));
    }

    private static async Task Echo(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var room = new byte[8192];
        while (true)
        {
            var part = await socket.ReceiveAsync(room.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
                break;
            await socket.SendAsync(room.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private sealed class EchoService : Grpc.Echo.EchoBase
    {
        public override Task<Word> Once(Word request, ServerCallContext context) => Task.FromResult(request);

        public override async Task Stream(IAsyncStreamReader<Word> requestStream, IServerStreamWriter<Word> responseStream, ServerCallContext context)
        {
            await foreach (var word in requestStream.ReadAllAsync())
                await responseStream.WriteAsync(word);
        }
    }
}
