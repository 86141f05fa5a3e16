using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Hokku.Wire.Addresses;
using Hokku.Wire.Dns;
using Xunit;

namespace Hokku.Tests.Network;

/// <summary>The resolver over two hosts' own UDP and TCP (RFC 1035), with its clock in our hands.</summary>
public sealed class ResolverTests : IDisposable
{
    private readonly TwoHosts _hosts = new(static stack => (new Driver.InProcessDriver(stack), null), debug: false);
    private readonly VirtualTime _time = new();
    private readonly TestDnsServer _server;
    private readonly Resolver _resolver;

    public ResolverTests()
    {
        _server = new TestDnsServer(_hosts.B);
        _resolver = Make(new IPEndPoint(TwoHosts.AddressB, 53));
    }

    public void Dispose()
    {
        _server.Dispose();
        _hosts.Dispose();
    }

    [Fact]
    public async Task A_name_is_asked_once_and_again_when_its_time_to_live_is_over()
    {
        _server.Answer = (name, type, ref writer) => writer.AddIPv4(DnsSection.Answer, name, 30, new IPv4Address(10, 0, 0, 7));
        Assert.Equal([IPAddress.Parse("10.0.0.7")], await _resolver.GetAddressesAsync("api.example"));
        await _resolver.GetAddressesAsync("API.Example.");
        Assert.Equal(1, _server.Queries);
        _time.Advance(TimeSpan.FromSeconds(31));
        await _resolver.GetAddressesAsync("api.example");
        Assert.Equal(2, _server.Queries);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_kept_as_such()
    {
        _server.Code = DnsResponseCode.NameError;
        _server.Answer = (name, type, ref writer) => writer.AddSoa("example", 900, "ns.example", "root.example", 1, 60);
        for (int i = 0; i < 2; i++)
            Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<ResolverException>(() => _resolver.GetAddressesAsync("no.example"))).SocketErrorCode);
        Assert.Equal(1, _server.Queries);
    }

    [Fact]
    public async Task An_alias_that_the_server_does_not_follow_is_followed_by_us()
    {
        _server.Answer = (name, type, ref writer) =>
        {
            if (DnsName.AreEqual(name, "www.example"))
                writer.AddTarget(DnsSection.Answer, name, DnsType.Cname, 30, "host.example");
            else
                writer.AddIPv4(DnsSection.Answer, name, 30, new IPv4Address(10, 0, 0, 8));
        };
        Assert.Equal([IPAddress.Parse("10.0.0.8")], await _resolver.GetAddressesAsync("www.example"));
        Assert.Equal(2, _server.Queries);
    }

    [Fact]
    public async Task Aliases_that_go_round_end_with_an_error()
    {
        _server.Answer = (name, type, ref writer) => writer.AddTarget(DnsSection.Answer, name, DnsType.Cname, 30, DnsName.AreEqual(name, "a.example") ? "b.example" : "a.example");
        await Assert.ThrowsAsync<ResolverException>(() => _resolver.GetAddressesAsync("a.example"));
        Assert.InRange(_server.Queries, 1, 8);
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_for_again_by_tcp()
    {
        _server.Truncates = true;
        _server.Answer = (name, type, ref writer) => writer.AddIPv4(DnsSection.Answer, name, 30, new IPv4Address(10, 0, 0, 9));
        Assert.Equal([IPAddress.Parse("10.0.0.9")], await _resolver.GetAddressesAsync("big.example"));
        Assert.Equal(1, _server.TcpQueries);
    }

    [Fact]
    public async Task Hazard_NameWreck_answers_with_another_id_or_letter_case_are_not_looked_at()
    {
        _server.ForgesFirst = true;
        _server.Answer = (name, type, ref writer) => writer.AddIPv4(DnsSection.Answer, name, 30, new IPv4Address(10, 0, 0, 10));
        Assert.Equal([IPAddress.Parse("10.0.0.10")], await _resolver.GetAddressesAsync("bank.example"));
        Assert.Equal(3, _server.Forged);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("api.LocalHost.")]
    public async Task Localhost_is_ourselves_and_never_asked(string name)
    {
        Assert.Equal([IPAddress.Loopback], await _resolver.GetAddressesAsync(name));
        Assert.Equal(0, _server.Queries);
    }

    [Fact]
    public async Task A_silent_server_is_followed_by_the_next()
    {
        _server.Answer = (name, type, ref writer) => writer.AddIPv4(DnsSection.Answer, name, 30, new IPv4Address(10, 0, 0, 11));
        using var silent = _hosts.B.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        silent.Bind(new IPEndPoint(IPAddress.Any, 5353));
        var resolver = Make(new IPEndPoint(TwoHosts.AddressB, 5353), new IPEndPoint(TwoHosts.AddressB, 53));
        var asking = resolver.GetAddressesAsync("api.example");
        await silent.ReceiveAsync(new byte[512]);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([IPAddress.Parse("10.0.0.11")], await asking);
    }

    [Fact]
    public async Task The_name_of_an_address_is_asked_for_backwards()
    {
        string? asked = null;
        _server.Answer = (name, type, ref writer) =>
        {
            asked = name;
            writer.AddTarget(DnsSection.Answer, name, DnsType.Ptr, 30, "host.example");
        };
        Assert.Equal("host.example", await _resolver.GetNameAsync(IPAddress.Parse("10.0.0.7")));
        Assert.Equal("7.0.0.10.in-addr.arpa", asked, ignoreCase: true);
    }

    [Fact]
    public async Task The_hosts_file_is_asked_first()
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "10.3.0.1 Db db.lab # the database\n");
            var resolver = new Resolver(_hosts.A, new ResolverOptions { HostsFile = path, Time = _time });
            Assert.Equal([IPAddress.Parse("10.3.0.1")], await resolver.GetAddressesAsync("DB.lab"));
            Assert.Equal("Db", await resolver.GetNameAsync(IPAddress.Parse("10.3.0.1")));
            Assert.Equal(0, _server.Queries);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Resolver Make(params IPEndPoint[] servers) => new(_hosts.A, new ResolverOptions { Servers = servers, Time = _time });
}
