using Hokku.Linux;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>How hosts of the command begin and end, who may do what to them, and what their services answer.</summary>
public sealed class CliLifeTests : IDisposable
{
    private const string Interface = "/dev/net/tap/hk0 10.9.0.2/24";
    private readonly LinuxNamespace _home = LinuxNamespace.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("hk").FullName;
    private readonly string _name = $"hk-test-{Environment.ProcessId}";

    public void Dispose()
    {
        _home.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Down_ends_a_host_and_leaves_nothing_behind()
    {
        using var host = Up(_name);
        Assert.True(File.Exists(host.Socket));
        host.Run("down").Succeeded();
        AssertGone(host);
        Failed(host.Run("ifconfig"), 1, $"No host named '{_name}' is running.");
    }

    [Fact]
    public void SIGTERM_ends_a_host_and_leaves_nothing_behind()
    {
        using var host = Up(_name);
        LinuxProcess.Signal(host.ProcessId, 15);
        AssertGone(host);
    }

    [Fact]
    public void The_name_of_a_host_that_was_killed_can_be_had_again()
    {
        using var killed = Up(_name);
        LinuxProcess.Signal(killed.ProcessId, 9);
        killed.WaitForExit();
        using var next = Up(_name);
        next.Run("down").Succeeded();
        AssertGone(next);
    }

    [Fact]
    public void A_taken_name_is_refused_before_any_device_is_opened()
    {
        using var host = Up(_name);
        Failed(_home.Run(CliProcess.Program, "up", "--name", _name, "--interface", "/dev/net/tap/hk1 10.8.0.2/24"), 1, $"A host named '{_name}' is running already.");
        Assert.NotEqual(0, _home.Run("ip", "link", "show", "hk1").ExitCode);
    }

    [Theory]
    [InlineData("/dev/net/tapp/hk2 10.7.0.2/24", "default gw 10.8.0.1", "echo", "interfaces[1]", "No module drives a device named '/dev/net/tapp/hk2'")]
    [InlineData("/dev/net/tap/a_name_too_long_for_linux 10.7.0.2/24", "default gw 10.8.0.1", "echo", "interfaces[1]", "is not the name of a Linux interface")]
    [InlineData("/dev/net/tap/lo 10.7.0.2/24", "default gw 10.8.0.1", "echo", "interfaces[1]", "'lo' is an interface of another kind")]
    [InlineData("/dev/net/tap/hk2 10.7.0.2/24 mtu 65530", "default gw 10.8.0.1", "echo", "interfaces[1]", "mtu 65530")]
    [InlineData("/dev/net/tap/hk2 10.7.0.2/24", "default gw 10.44.0.1", "echo", "routes[0]", "the gateway must be in the network of an interface")]
    [InlineData("/dev/net/tap/hk2 10.7.0.2/24", "default gw 10.8.0.1", "echo=7,echo=7", "services", "a port that no other service of this host has")]
    public void Wrong_input_leaves_nothing_half_configured(string second, string route, string services, string where, string words)
    {
        string[] arguments = ["up", "--name", _name, "--interface", "/dev/net/tap/hk1 10.8.0.2/24", "--interface", second, "--route", route, "--services", services];
        var refused = _home.Run(CliProcess.Program, arguments);
        Failed(refused, 2, words);
        Assert.StartsWith($"hokku: {where}: ", refused.Errors, StringComparison.Ordinal);
        Assert.Single(refused.Errors.Trim().Split('\n'));
        Assert.DoesNotContain("hk", _home.Run("ip", "-o", "link").Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/run/hokku/{_name}"));
    }

    [Fact]
    public void Tools_say_how_to_start_a_host_when_none_runs_and_which_one_when_several_do()
    {
        var none = _home.Run("sh", "-c", $"mkdir -p /run/hokku && mount -t tmpfs none /run/hokku && exec {CliProcess.Program} ifconfig");
        Failed(none, 1, "No host is running. Start one with 'hokku up'.");
        using var first = Up(_name + "a", "/dev/net/tap/hk0 10.9.0.2/24");
        using var second = Up(_name + "b", "/dev/net/tap/hk1 10.8.0.2/24");
        var unsaid = _home.Run(CliProcess.Program, "ifconfig");
        Failed(unsaid, 1, "Say which one with --name or HOKKU_HOST.");
        Assert.Contains($"{_name}a", unsaid.Errors, StringComparison.Ordinal);
        Assert.Contains("10.9.0.2", first.Run("ifconfig").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("10.8.0.2", _home.Run("env", $"HOKKU_HOST={_name}b", CliProcess.Program, "ifconfig").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_and_flags_make_one_host_together()
    {
        string file = Path.Combine(_folder, "host.json");
        File.WriteAllText(file, """{ "name": "other", "loopback": false, "interfaces": [ { "device": "/dev/net/tap/hk0", "address": "10.9.0.2/24" } ] }""");
        using var host = new CliProcess(_home, _name, "--config", file, "--interface", "/dev/net/tap/hk1 10.8.0.2/24", "--route", "default gw 10.8.0.1");
        Assert.Equal(["/dev/net/tap/hk0", "/dev/net/tap/hk1"], host.Json("ifconfig").EnumerateArray().Select(each => each.GetProperty("name").GetString()));
        Assert.Contains("10.8.0.1 D-----", host.Run("route").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_user_finds_no_host_unless_it_is_shared_and_then_may_only_look_and_open_sockets()
    {
        string[] stranger = ["--reuid", "65534", "--regid", "65534", "--clear-groups", CliProcess.Program];
        Assert.SkipWhen(_home.Run("setpriv", [.. stranger, "--version"]).ExitCode != 0, "Another user cannot run the built command here.");
        using (var host = Up(_name))
        {
            Failed(_home.Run("setpriv", [.. stranger, "ifconfig", "--name", _name]), 1, $"No host named '{_name}' is running.");
            host.Run("down").Succeeded();
        }

        using var shared = new CliProcess(_home, _name, "--interface", Interface, "--share", "65534");
        Assert.Contains("10.9.0.2", _home.Run("setpriv", [.. stranger, "ifconfig", "--name", _name]).Succeeded().Output, StringComparison.Ordinal);
        _home.Run("setpriv", [.. stranger, "ping", "-c", "1", "127.0.0.1", "--name", _name]).Succeeded();
        Failed(_home.Run("setpriv", [.. stranger, "ifconfig", "/dev/net/tap/hk0", "down", "--name", _name]), 1, "only the owner of the host may do that");
        Failed(_home.Run("setpriv", [.. stranger, "capture", "-c", "1", "--name", _name]), 1, "only the owner of the host may do that");
        Failed(_home.Run("setpriv", [.. stranger, "down", "--name", _name]), 1, "only its owner may do that");
        Assert.True(File.Exists(shared.Socket));
    }

    [Fact]
    public void The_small_services_answer_over_tcp_and_udp()
    {
        using var host = Up(_name, Interface, "echo,discard,chargen,daytime");
        Plug();
        Assert.Equal("hello\n", Shell("echo hello | nc -N -w 5 10.9.0.2 7"));
        Assert.Equal("hello\n", Shell("echo hello | nc -u -w 1 10.9.0.2 7"));
        Assert.Equal("", Shell("echo hello | nc -N -w 5 10.9.0.2 9"));
        Assert.Equal("", Shell("echo hello | nc -u -w 1 10.9.0.2 9"));
        Assert.StartsWith(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFG", Shell("nc -d -w 5 10.9.0.2 19 | head -c 7400"), StringComparison.Ordinal);
        Assert.StartsWith(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFG", Shell("echo | nc -u -w 1 10.9.0.2 19"), StringComparison.Ordinal);
        const string Daytime = "^[A-Z][a-z]+day, [A-Z][a-z]+ [0-9]+, 20[0-9][0-9] [0-9:]{8}-UTC\\r?\\n$";
        Assert.Matches(Daytime, Shell("nc -N -w 5 10.9.0.2 13 < /dev/null"));
        Assert.Matches(Daytime, Shell("echo | nc -u -w 1 10.9.0.2 13"));
        Assert.DoesNotContain(host.Json("netstat").EnumerateArray(), socket => socket.GetProperty("state").GetString() == "established");
    }

    [Fact]
    public void Http_serves_files_ranges_and_lists_and_says_what_is_not_there()
    {
        File.WriteAllText(Path.Combine(_folder, "count.txt"), string.Concat(Enumerable.Range(0, 1000).Select(number => $"{number:D4}\n")));
        Directory.CreateDirectory(Path.Combine(_folder, "in ner"));
        using var host = Up(_name, Interface, $"http=8080:{_folder}");
        Plug();
        const string Curl = "curl -sS -m 10 ", Site = "http://10.9.0.2:8080/";
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "count.txt")), Shell($"{Curl}{Site}count.txt"));
        Assert.Equal("0002\n0003\n", Shell($"{Curl}-r 10-19 {Site}count.txt"));
        Assert.Equal("0999\n", Shell($"{Curl}-r -5 {Site}count.txt"));
        Assert.Equal("0999\n", Shell($"{Curl}-r 4995- {Site}count.txt"));
        Assert.Equal("206 416 404 404 405 200", Shell(
            $"code() {{ {Curl}--path-as-is -o /dev/null -w '%{{http_code}}' \"$@\"; }}; echo $(code -r 0-0 {Site}count.txt) $(code -r 5000- {Site}count.txt) $(code {Site}nothing) $(code {Site}../etc/passwd) $(code -T /etc/hostname {Site}new) $(code -I {Site}count.txt)").Trim());
        Assert.Contains("<a href=\"in%20ner/\">in ner/</a>", Shell($"{Curl}{Site}"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "new")));
        host.Run("down").Succeeded();
        AssertGone(host);
    }

    private static void Failed(ProgramResult result, int exitCode, string words)
    {
        Assert.True(result.ExitCode == exitCode, $"{result.Command}: exit code {result.ExitCode}\n{result.Output}{result.Errors}");
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    private CliProcess Up(string name, string netInterface = Interface, string services = "echo") =>
        new(_home, name, "--interface", netInterface, "--services", services);

    private void Plug()
    {
        _home.Run("ip", "address", "add", "10.9.0.1/24", "dev", "hk0").Succeeded();
        _home.Run("ip", "link", "set", "hk0", "up").Succeeded();
    }

    private string Shell(string command) => _home.Run("sh", "-c", command).Succeeded().Output;

    private void AssertGone(CliProcess host)
    {
        var ended = host.WaitForExit();
        Assert.True(ended.ExitCode == 0 && ended.Errors.Length == 0, $"exit code {ended.ExitCode}\n{ended.Errors}");
        Assert.False(Directory.Exists(host.Folder));
        Assert.NotEqual(0, _home.Run("ip", "link", "show", "hk0").ExitCode);
    }
}
