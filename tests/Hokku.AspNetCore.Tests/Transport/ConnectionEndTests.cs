using System.Net;
using System.Net.Sockets;
using System.Text;
using Hokku.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Hokku.AspNetCore.Tests.Transport;

/// <summary>How connections end, each way, and what the other side sees of it.</summary>
public sealed class ConnectionEndTests
{
    private static readonly IPEndPoint Edge = IPEndPoint.Parse("10.0.0.1:80");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Aborting_resets_the_connection()
    {
        await using var hosts = new TwoHosts();
        await Serve(hosts, connection =>
        {
            connection.Abort();
            return Task.CompletedTask;
        });
        using var socket = await hosts.Client.Network.ConnectAsync(Edge);

        var problem = await Assert.ThrowsAsync<SocketException>(async () => await socket.ReceiveAsync(new byte[10]).AsTask().WaitAsync(Patience));

        Assert.Equal(SocketError.ConnectionReset, problem.SocketErrorCode);
    }

    [Fact]
    public async Task A_handler_that_returns_ends_the_connection_gracefully_after_what_it_wrote()
    {
        await using var hosts = new TwoHosts();
        await Serve(hosts, async connection => await connection.Transport.Output.WriteAsync("a frog jumps in"u8.ToArray()));
        using var socket = await hosts.Client.Network.ConnectAsync(Edge);

        Assert.Equal("a frog jumps in", await ReadToEnd(socket));
    }

    [Fact]
    public async Task A_reset_by_the_peer_is_a_connection_reset_exception_and_closes()
    {
        await using var hosts = new TwoHosts();
        var seen = new TaskCompletionSource<Exception>();
        var closed = new TaskCompletionSource();
        await Serve(hosts, async connection =>
        {
            connection.ConnectionClosed.Register(closed.SetResult);
            var problem = await Record.ExceptionAsync(async () => await connection.Transport.Input.ReadAsync());
            seen.SetResult(problem!);
        });
        var socket = await hosts.Client.Network.ConnectAsync(Edge);
        socket.Abort();

        Assert.IsType<ConnectionResetException>(await seen.Task.WaitAsync(Patience));
        await closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_peer_that_goes_while_nobody_reads_closes_the_connection()
    {
        await using var hosts = new TwoHosts();
        var closed = new TaskCompletionSource();
        await Serve(hosts, async connection =>
        {
            connection.ConnectionClosed.Register(closed.SetResult);
            await closed.Task;
        });
        var socket = await hosts.Client.Network.ConnectAsync(Edge);
        await socket.SendAsync("unread"u8.ToArray());
        socket.Dispose();

        await closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_request_is_aborted_when_its_client_goes()
    {
        await using var hosts = new TwoHosts();
        var began = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await hosts.ServeAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            began.SetResult();
            await aborted.Task;
        }));
        using var client = hosts.CreateClient();
        using var stop = new CancellationTokenSource();
        var asking = client.GetStringAsync("/", stop.Token);
        await began.Task.WaitAsync(Patience);
        await stop.CancelAsync();

        await aborted.Task.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_peer_that_has_ended_its_side_still_gets_its_answer()
    {
        await using var hosts = new TwoHosts();
        await Serve(hosts, async connection =>
        {
            long total = 0;
            while (true)
            {
                var read = await connection.Transport.Input.ReadAsync();
                total += read.Buffer.Length;
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
            }

            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes($"{total} octets"));
        });
        using var socket = await hosts.Client.Network.ConnectAsync(Edge);
        await socket.SendAsync(new byte[300_000]);
        socket.Shutdown(SocketShutdown.Send);

        Assert.Equal("300000 octets", await ReadToEnd(socket));
    }

    [Fact]
    public async Task Half_open_http_is_answered_when_the_options_say_so()
    {
        await using var hosts = new TwoHosts();
        var go = new TaskCompletionSource();
        await hosts.ServeAsync(
            app => app.MapGet("/", async () =>
            {
                await go.Task;
                return "late";
            }),
            transport: options => options.KeepHalfOpen = true);
        using var socket = await hosts.Client.Network.ConnectAsync(Edge);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n"u8.ToArray());
        socket.Shutdown(SocketShutdown.Send);
        go.SetResult();

        Assert.EndsWith("late", (await ReadToEnd(socket)).TrimEnd('\n', '\r', '0'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_waits_for_a_reader_that_does_not_read()
    {
        await using var hosts = new TwoHosts();
        long written = 0;
        var done = new TaskCompletionSource();
        await Serve(hosts, async connection =>
        {
            var block = new byte[65536];
            for (int i = 0; i < 400; i++)
            {
                await connection.Transport.Output.WriteAsync(block);
                Interlocked.Add(ref written, block.Length);
            }

            done.SetResult();
        });
        using var socket = await hosts.Client.Network.ConnectAsync(Edge);
        await Task.WhenAny(done.Task, Task.Delay(200));
        Assert.False(done.Task.IsCompleted, "26 MB went nowhere");
        Assert.InRange(Volatile.Read(ref written), 65536, 8 << 20);

        int total = 0;
        var room = new byte[65536];
        for (int read; (read = await socket.ReceiveAsync(room)) > 0;)
            total += read;
        Assert.Equal(400 * 65536, total);
    }

    [Fact]
    public async Task A_pending_read_can_be_cancelled_and_goes_on_later()
    {
        await using var hosts = new TwoHosts();
        var cancelled = new TaskCompletionSource<bool>();
        var result = new TaskCompletionSource<string>();
        await Serve(hosts, async connection =>
        {
            var input = connection.Transport.Input;
            var reading = input.ReadAsync();
            input.CancelPendingRead();
            var first = await reading;
            input.AdvanceTo(first.Buffer.Start);
            cancelled.SetResult(first.IsCanceled);
            var second = await input.ReadAsync();
            result.SetResult(Encoding.ASCII.GetString(second.Buffer));
            input.AdvanceTo(second.Buffer.End);
        });
        using var socket = await hosts.Client.Network.ConnectAsync(Edge);
        Assert.True(await cancelled.Task.WaitAsync(Patience));
        await socket.SendAsync("splash"u8.ToArray());

        Assert.Equal("splash", await result.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Stopping_ends_idle_connections_and_refuses_new_ones()
    {
        await using var hosts = new TwoHosts();
        var application = await hosts.ServeAsync(app => app.MapGet("/", () => "ok"));
        using var socket = await hosts.Client.Network.ConnectAsync(Edge);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: edge\r\n\r\n"u8.ToArray());
        await Task.Run(() => socket.Receive(new byte[1], SocketFlags.Peek)).WaitAsync(Patience);
        var answer = ReadToEnd(socket);

        await application.StopAsync().WaitAsync(Patience);

        Assert.EndsWith("\r\n0\r\n\r\n", await answer, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<SocketException>(async () => await hosts.Client.Network.ConnectAsync(Edge));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    private static Task<WebApplication> Serve(TwoHosts hosts, Func<ConnectionContext, Task> handler) =>
        hosts.ServeAsync(_ => { }, kestrel => kestrel.ListenHokku("edge", 80, listen => listen.Run(connection => handler(connection))));

    private static async Task<string> ReadToEnd(HokkuSocket socket)
    {
        var all = new MemoryStream();
        await new HokkuStream(socket).CopyToAsync(all).WaitAsync(Patience);
        return Encoding.ASCII.GetString(all.ToArray());
    }
}
