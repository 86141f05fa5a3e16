using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Hokku.AspNetCore.Tests.Forwarding;

public sealed class SocksServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(null, null)]
    [InlineData("basho", "frog")]
    public async Task A_client_of_the_kernel_reaches_a_hokku_host(string? user, string? password)
    {
        await using var hosts = new TwoHosts();
        await hosts.ServeAsync(app => app.MapGet("/", () => "through"));
        await using var socks = SocksServer.Start(hosts.Client, new ForwarderOptions { UserName = user, Password = password });
        using var client = new HttpClient(new SocketsHttpHandler
        {
            Proxy = new WebProxy(socks.Uri) { Credentials = user is null ? null : new NetworkCredential(user, password) },
        });

        Assert.Equal("through", await client.GetStringAsync("http://10.0.0.1/"));
    }

    [Theory]
    [InlineData("050100" + "05010001" + "0A000001" + "0009", "0500" + "0505")] // nobody listens: refused
    [InlineData("050100" + "05010004" + "20010DB8000000000000000000000001" + "0050", "0500" + "0508")] // IPv6
    [InlineData("050100" + "05020001" + "0A000001" + "0050", "0500" + "0507")] // BIND
    [InlineData("050100" + "05010003" + "04" + "6E6F6E65" + "0050", "0500" + "0504")] // a name that nobody knows
    [InlineData("050102", "05FF")] // it only offers passwords
    [InlineData("040100", "")] // SOCKS4
    public async Task What_cannot_be_served_is_answered_by_its_code_and_ended(string said, string answered)
    {
        await using var hosts = new TwoHosts();
        await using var socks = SocksServer.Start(hosts.Client);
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(socks.EndPoint);
        await client.SendAsync(Convert.FromHexString(said));

        var answer = new MemoryStream();
        await using var stream = new NetworkStream(client);
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(Patience);
        }
        catch (IOException)
        {
            // Reset for what was not read: as good an end.
        }

        Assert.StartsWith(answered, Convert.ToHexString(answer.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using var hosts = new TwoHosts();
        await using var socks = SocksServer.Start(hosts.Client, new ForwarderOptions { UserName = "a", Password = "b" });
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(socks.EndPoint);
        await client.SendAsync(Convert.FromHexString("050102" + "01" + "0161" + "0163"));
        var answer = new byte[4];
        await using var stream = new NetworkStream(client);
        await stream.ReadExactlyAsync(answer).AsTask().WaitAsync(Patience);

        Assert.Equal("05020101", Convert.ToHexString(answer));
    }
}
