using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class ResolverTests : IDisposable
{
    private const int Many = 100;
    private readonly string _configuration = Path.GetTempFileName();

    [Fact]
    public async Task Names_are_resolved_by_unbound()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var unbound = Start(home);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        var resolver = new Resolver(host.Network, new ResolverOptions { Servers = [new IPEndPoint(WholeHost.Linux, 53)], Timeout = TimeSpan.FromSeconds(5) });
        var cancel = TestContext.Current.CancellationToken;

        Assert.Equal([IPAddress.Parse("10.1.2.3")], await resolver.GetAddressesAsync("one.hokku.test", AddressFamily.InterNetwork, cancel));
        Assert.Equal([IPAddress.Parse("fd00::3")], await resolver.GetAddressesAsync("one.hokku.test", AddressFamily.InterNetworkV6, cancel));
        Assert.Equal("one.hokku.test", (await resolver.GetNameAsync(IPAddress.Parse("10.1.2.3"), cancel)).TrimEnd('.'));
        Assert.Equal([IPAddress.Parse("10.1.2.3")], await resolver.GetAddressesAsync("alias.hokku.test", AddressFamily.InterNetwork, cancel));
        var alias = await resolver.QueryAsync("alias.hokku.test", "CNAME", cancel);
        Assert.Equal("one.hokku.test", alias[0].Target!.TrimEnd('.'));
        var missing = await Assert.ThrowsAsync<ResolverException>(() => resolver.GetAddressesAsync("nobody.hokku.test", AddressFamily.InterNetwork, cancel));
        Assert.Equal(SocketError.HostNotFound, missing.SocketErrorCode);
        Assert.Equal(Many, (await resolver.GetAddressesAsync("many.hokku.test", AddressFamily.InterNetwork, cancel)).Distinct().Count());

        Assert.True(capture.Count("dns.flags.truncated == 1 && udp") > 0, "unbound has not cut the long answer off.");
        Assert.True(capture.Count("dns && tcp") > 0, "The long answer was not asked for by TCP.");
        capture.AssertClean();
    }

    public void Dispose() => File.Delete(_configuration);

    private LinuxProgram Start(LinuxNamespace home)
    {
        File.WriteAllText(_configuration, $"""
            server:
              interface: {WholeHost.LinuxAddress}
              access-control: 10.0.0.0/8 allow
              username: ""
              chroot: ""
              pidfile: ""
              use-syslog: no
              do-daemonize: no
              verbosity: 1
              module-config: "iterator"
              max-udp-size: 512
              local-zone: "hokku.test." static
              local-data: "one.hokku.test. 60 A 10.1.2.3"
              local-data: "one.hokku.test. 60 AAAA fd00::3"
              local-data: "alias.hokku.test. 60 CNAME one.hokku.test."
              local-data-ptr: "10.1.2.3 one.hokku.test"
            {string.Join('\n', Enumerable.Range(1, Many).Select(i => $"  local-data: \"many.hokku.test. 60 A 10.2.0.{i}\""))}
            """);
        var unbound = home.Start("unbound", "-d", "-c", _configuration);
        unbound.WaitFor("start of service");
        return unbound;
    }
}
