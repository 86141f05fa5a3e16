using System.Text.Json;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>Each tool against one running host, over a TAP in a namespace: what it prints, as text and as JSON, and its exit code.</summary>
public sealed class CliToolTests : IDisposable
{
    private const string Device = "/dev/net/tap/hk0";
    private readonly LinuxNamespace _home = LinuxNamespace.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("hk").FullName;
    private readonly CliProcess _host;

    public CliToolTests()
    {
        string hosts = Path.Combine(_folder, "hosts");
        File.WriteAllText(hosts, "10.9.0.1 gateway.test gateway\n");
        _host = new CliProcess(_home, $"hk-test-{Environment.ProcessId}", "--interface", $"{Device} 10.9.0.2/24 mac 02:00:00:00:00:02", "--route", "default gw 10.9.0.1", "--hosts", hosts, "--services", "echo");
        _home.Run("ip", "address", "add", "10.9.0.1/24", "dev", "hk0").Succeeded();
        _home.Run("ip", "link", "set", "hk0", "up").Succeeded();
    }

    public void Dispose()
    {
        _host.Dispose();
        _home.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Ping_exits_with_0_for_an_answer_1_for_none_and_2_when_it_cannot_ask()
    {
        var answered = _host.Run("ping", "-c", "2", "-i", "0.1", "gateway.test");
        Assert.Equal(0, answered.ExitCode);
        Assert.Contains("64 bytes from 10.9.0.1: icmp_seq=1 ttl=64", answered.Output, StringComparison.Ordinal);
        Assert.Contains("2 packets transmitted, 2 packets received, 0.0% packet loss", answered.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_host.Json("ping", "-c", "1", "10.9.0.1").GetProperty("received").GetInt32(), _host.Json("ping", "-c", "1", "10.9.0.1").GetProperty("transmitted").GetInt32()));
        Assert.Equal(1, _host.Run("ping", "-c", "1", "-W", "0.3", "10.9.0.77").ExitCode);
        var unknown = _host.Run("ping", "-c", "1", "no.such.name");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("'no.such.name' could not be resolved", unknown.Errors, StringComparison.Ordinal);
        Assert.Equal(2, _host.Run("ping").ExitCode);
        Assert.Equal(2, _host.Run("ping", "-c", "-3", "10.9.0.1").ExitCode);
    }

    [Fact]
    public void Ifconfig_shows_and_changes_interfaces()
    {
        Assert.Contains($"{Device}\n\tHardware type: Ethernet, Address: 02:00:00:00:00:02\n", _host.Run("ifconfig").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("inet addr: 10.9.0.2, Bcast: 10.9.0.255, Mask: 255.255.255.0", _host.Run("ifconfig", Device).Succeeded().Output, StringComparison.Ordinal);
        _host.Run("ifconfig", "/dev/net/tap/hk1", "10.8.0.2/24", "mtu", "1400").Succeeded();
        Assert.Contains("hk1", _home.Run("ip", "link", "show", "hk1").Succeeded().Output, StringComparison.Ordinal);
        var made = _host.Json("ifconfig", "/dev/net/tap/hk1")[0];
        Assert.Equal(("Ethernet", 1400, true), (made.GetProperty("type").GetString(), made.GetProperty("mtu").GetInt32(), made.GetProperty("isUp").GetBoolean()));
        Assert.Equal("10.8.0.2", made.GetProperty("addresses")[0].GetProperty("address").GetString());
        _host.Run("ifconfig", "--delete", "/dev/net/tap/hk1").Succeeded();
        Assert.NotEqual(0, _home.Run("ip", "link", "show", "hk1").ExitCode);
        Failed(_host.Run("ifconfig", "/dev/net/tap/hk9"), 1, "There is no interface '/dev/net/tap/hk9'; there are: loop, /dev/net/tap/hk0.");
        Failed(_host.Run("ifconfig", "eth0", "10.8.0.2/24"), 1, "No module drives a device named 'eth0'");
        Failed(_host.Run("ifconfig", "/dev/net/tap/lo", "10.8.0.2/24"), 1, "'lo' is an interface of another kind");
        Failed(_host.Run("ifconfig", Device, "mtu", "10"), 2, "'10' is not a number from 68 to 65536");
    }

    [Fact]
    public void Route_lists_looks_up_adds_and_deletes()
    {
        Assert.Contains("        0.0.0.0         0.0.0.0        10.9.0.1 D----- /dev/net/tap/hk0\n", _host.Run("route").Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal("0.0.0.0/0 gateway 10.9.0.1 source 10.9.0.2 on /dev/net/tap/hk0\n", _host.Run("route", "get", "192.0.2.1").Succeeded().Output);
        _host.Run("route", "add", "10.8.0.0/16", "gw", "10.9.0.7").Succeeded();
        Assert.Equal("10.9.0.7", _host.Json("route", "get", "10.8.1.1").GetProperty("gateway").GetString());
        Assert.Contains(_host.Json("route").EnumerateArray(), route => route.GetProperty("destination").GetString() == "10.8.0.0/16");
        _host.Run("route", "delete", "10.8.0.0/16").Succeeded();
        Failed(_host.Run("route", "delete", "10.8.0.0/16"), 1, "there is no such route");
        Failed(_host.Run("route", "add", "default", "gw", "10.44.0.1"), 1, "the gateway must be in the network of an interface");
    }

    [Fact]
    public void Arp_lists_sets_deletes_and_flushes()
    {
        _host.Run("arp", "-s", "10.9.0.50", "02:00:00:00:00:50").Succeeded();
        _host.Run("arp", "set", "10.9.0.51", "02:00:00:00:00:51", "temp", "pub").Succeeded();
        var listed = _host.Run("arp").Succeeded().Output;
        Assert.Contains("       10.9.0.2  02:00:00:00:00:02  permanent local valid\n", listed, StringComparison.Ordinal);
        Assert.Contains("      10.9.0.50  02:00:00:00:00:50  permanent valid\n", listed, StringComparison.Ordinal);
        Assert.Contains("      10.9.0.51  02:00:00:00:00:51  publish valid\n", listed, StringComparison.Ordinal);
        _host.Run("arp", "flush").Succeeded();
        Assert.Equal(["10.9.0.2", "10.9.0.50"], _host.Json("arp").EnumerateArray().Select(each => each.GetProperty("address").GetString()).Order());
        _host.Run("arp", "-d", "10.9.0.50").Succeeded();
        Failed(_host.Run("arp", "delete", "10.9.0.50"), 1, "no such address or entry");
        Failed(_host.Run("arp", "set", "10.9.0.50", "beef"), 2, "'beef' is not an Ethernet address");
    }

    [Fact]
    public void Netstat_shows_sockets_routes_interfaces_and_counters()
    {
        var sockets = _host.Run("netstat").Succeeded().Output;
        Assert.StartsWith("Proto  Recv-Q Send-Q Local Address         Foreign Address       State        Program\n", sockets, StringComparison.Ordinal);
        Assert.Contains($"tcp         0      0 *:7                   -                     listen       {_host.ProcessId}/", sockets, StringComparison.Ordinal);
        Assert.Equal("udp", Assert.Single(_host.Json("netstat", "-u").EnumerateArray()).GetProperty("protocol").GetString());
        Assert.Equal("listen", Assert.Single(_host.Json("netstat", "-l").EnumerateArray()).GetProperty("state").GetString());
        Assert.Contains(" 10.9.0.1 D----- /dev/net/tap/hk0\n", _host.Run("netstat", "-r").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains($"{Device,-24}", _host.Run("netstat", "-i").Succeeded().Output, StringComparison.Ordinal);
        _host.Run("ping", "-c", "1", "10.9.0.1").Succeeded();
        Assert.Contains("icmp:\n", _host.Run("netstat", "-s").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains(_host.Json("netstat", "-s").EnumerateArray(), counter => counter.GetProperty("owner").GetString() == "icmp" && counter.GetProperty("value").GetInt64() > 0);
    }

    [Fact]
    public void Traceroute_host_hosts_and_modules_answer()
    {
        Assert.Contains(" 1  10.9.0.1  ", _host.Run("traceroute", "-w", "1", "10.9.0.1").Succeeded().Output, StringComparison.Ordinal);
        Assert.True(_host.Json("traceroute", "gateway")[0].GetProperty("isEnd").GetBoolean());
        Failed(_host.Run("traceroute", "-p", "65530", "10.9.0.1"), 2, "a port from 1 is needed");
        Assert.Equal("gateway.test has address 10.9.0.1\n", _host.Run("host", "gateway.test").Succeeded().Output);
        Assert.Equal(JsonValueKind.Array, _host.Json("host", "gateway").ValueKind);
        Failed(_host.Run("host", "nowhere.test"), 1, "'nowhere.test' could not be resolved");
        Assert.Contains(_host.Name + "\n", _host.Run("hosts").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains(_host.Json("hosts").EnumerateArray(), name => name.GetString() == _host.Name);
        Assert.Matches(@"network/devices/tap/v1 +loaded +1 +\d+ device /dev/net/tap/hk0\n", _host.Run("modules").Succeeded().Output);
        Assert.Contains(_host.Json("modules").EnumerateArray(), module => module.GetProperty("name").GetString() == "network/protocols/ipv4/v1" && module.GetProperty("isLoaded").GetBoolean());
    }

    [Fact]
    public void A_capture_can_be_read_by_tshark_with_the_reasons_of_drops_as_comments()
    {
        string file = Path.Combine(_folder, "capture.pcapng");
        using var capture = _host.Start("capture", "-w", file);
        Eventually(() => File.Exists(file) && _host.Json("netstat").EnumerateArray().Any(socket => socket.GetProperty("protocol").GetString() == "link"));
        _home.Run("ping", "-c", "2", "-i", "0.2", "10.9.0.2").Succeeded();
        // No socket is at that port, which the host says by ICMP and counts.
        _home.Run("sh", "-c", "echo lost | nc -u -w1 10.9.0.2 4444");
        _home.Run("ping", "-c", "1", "10.9.0.2").Succeeded();
        Assert.Contains("packets captured, 0 lost", End(capture).Errors, StringComparison.Ordinal);
        Assert.True(LinuxProgram.Run("tshark", "-n", "-r", file, "-Y", "icmp.type == 0").Succeeded().Output.Split('\n').Length > 3);
        Assert.Empty(LinuxProgram.Run("tshark", "-n", "-r", file, "-Y", "_ws.malformed").Succeeded().Output);
        Assert.Contains("dropped: ", LinuxProgram.Run("tshark", "-n", "-r", file, "-T", "fields", "-e", "frame.comment", "-Y", "frame.comment").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capture_prints_packets_and_ends_after_as_many_as_asked_for()
    {
        using var printed = _host.Start("capture", "--print", "-c", "2", Device);
        using var lines = _host.Start("capture", "--json", "-c", "2", Device);
        Eventually(() => _host.Json("netstat").EnumerateArray().Count(socket => socket.GetProperty("protocol").GetString() == "link") == 2);
        _home.Run("ping", "-c", "3", "-i", "0.2", "10.9.0.2").Succeeded();
        Assert.Contains($" {Device} < ", printed.WaitForExit().Succeeded().Output, StringComparison.Ordinal);
        var packet = JsonDocument.Parse(lines.WaitForExit().Succeeded().Output.Split('\n')[0]).RootElement;
        Assert.Equal(Device, packet.GetProperty("device").GetString());
        Failed(_host.Run("capture", "nosuch"), 1, "capture on nosuch");
    }

    private static ProgramResult End(LinuxProgram capture)
    {
        // The last packets are on their way to the tool.
        Thread.Sleep(300);
        return capture.Interrupt();
    }

    private static void Failed(ProgramResult result, int exitCode, string words)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private static void Eventually(Func<bool> holds)
    {
        Assert.True(SpinWait.SpinUntil(holds, TimeSpan.FromSeconds(10)), "After 10 s it is still not so.");
    }
}
