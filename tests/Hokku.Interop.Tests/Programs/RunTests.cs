using System.Diagnostics;
using Hokku.Linux;
using Xunit;

namespace Hokku.Interop.Tests.Programs;

/// <summary>Unmodified programs of Debian on a host, by hokku run, against peers of the kernel and each other (docs/run.md).</summary>
public sealed class RunTests : IDisposable
{
    private const string Ours = "10.9.0.2";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly LinuxNamespace _home = LinuxNamespace.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("hk").FullName;
    private readonly CliProcess _host;

    public RunTests()
    {
        File.WriteAllText(Path.Combine(_folder, "page"), string.Concat(Enumerable.Repeat("a line of the page\n", 20_000)));
        _host = new CliProcess(_home, $"hk-run-{Environment.ProcessId}", "--interface", $"/dev/net/tap/hk0 {Ours}/24", "--services", $"echo=7,http=80:{_folder}");
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
    public void Clients_reach_servers_of_the_host_and_of_linux()
    {
        using var server = _home.Start("python3", "-u", "-m", "http.server", "8000", "--bind", "10.9.0.1", "--directory", _folder);
        server.WaitFor("Serving HTTP");
        string page = File.ReadAllText(Path.Combine(_folder, "page"));
        Assert.Equal(page, RunProgram("curl", "-s", $"http://{Ours}/page").Succeeded().Output);
        Assert.Equal(page, RunProgram("curl", "-s", "http://10.9.0.1:8000/page").Succeeded().Output);
        Assert.Equal(7, RunProgram("curl", "-s", "http://10.9.0.1:8001/").ExitCode); // refused
        Assert.Equal("said\n", RunProgram("bash", "-c", $"exec 3<>/dev/tcp/{Ours}/7; echo said >&3; head -n 1 <&3 | cat").Succeeded().Output);
    }

    [Fact]
    public void Servers_answer_linux_and_each_other()
    {
        using var server = StartProgram("python3", "-u", "-m", "http.server", "8080", "--directory", _folder);
        server.WaitFor("Serving HTTP");
        string page = File.ReadAllText(Path.Combine(_folder, "page"));
        for (int i = 0; i < 5; i++)
            Assert.Equal(page, _home.Run("curl", "-s", $"http://{Ours}:8080/page").Succeeded().Output);
        Assert.Equal(page, RunProgram("curl", "-s", "http://127.0.0.1:8080/page").Succeeded().Output);
    }

    [Fact]
    public void Nc_speaks_both_ways_with_half_close()
    {
        using var listener = StartProgram("nc", "-l", "9000");
        WaitForListener(9000);
        using var caller = _home.Start("nc", "-N", Ours, "9000");
        caller.Input.WriteLine("from Linux");
        listener.Input.WriteLine("from Hokku");
        caller.WaitFor("from Hokku");
        caller.Input.Close();
        listener.Input.Close();
        Assert.Equal("from Linux\n", listener.WaitForExit().Succeeded().Output);
        caller.WaitForExit().Succeeded();
    }

    [Theory]
    [InlineData("stream.py")]
    [InlineData("datagram.py")]
    [InlineData("readiness.py")]
    [InlineData("processes.py")]
    [InlineData("refused.py")]
    public void Calls_behave_as_on_linux(string script)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Programs", script);
        Assert.Equal("ok\n", RunProgram("python3", path, Ours).Succeeded().Output);
    }

    [Fact]
    public void A_redis_server_serves_its_benchmark()
    {
        Assert.SkipUnless(Exists("redis-server"), "redis-server is not installed.");
        using var server = StartProgram("redis-server", "--port", "6400", "--save", "", "--bind", Ours, "--protected-mode", "no", "--dir", _folder);
        WaitForListener(6400);
        var result = _home.Run("redis-benchmark", "-h", Ours, "-p", "6400", "-n", "3000", "-t", "get,set", "--csv").Succeeded();
        Assert.Contains("\"GET\"", result.Output, StringComparison.Ordinal);
        _home.Run("redis-cli", "-h", Ours, "-p", "6400", "shutdown", "nosave");
        server.WaitForExit().Succeeded();
    }

    [Fact]
    public void Iperf3_carries_bulk_as_client_and_as_server()
    {
        using var listener = _home.Start("iperf3", "-s", "-1", "--forceflush");
        listener.WaitFor("Server listening");
        Figure.Print($"iperf3 under hokku run, sending to Linux: {Rate(RunProgram("iperf3", "-c", "10.9.0.1", "-t", "1", "-f", "m"))} Mbit/s");
        using var ours = StartProgram("iperf3", "-s", "-1", "--forceflush");
        WaitForListener(5201);
        Figure.Print($"iperf3 under hokku run, receiving from Linux: {Rate(_home.Run("iperf3", "-c", Ours, "-t", "1", "-f", "m", "-C", "cubic"))} Mbit/s");
    }

    [Fact]
    public void The_exit_code_is_the_programs()
    {
        Assert.Equal(0, RunProgram("true").ExitCode);
        Assert.Equal(3, RunProgram("sh", "-c", "exit 3").ExitCode);
        Assert.Equal(137, RunProgram("sh", "-c", "kill -9 $$").ExitCode);
        var missing = RunProgram("no-such-program");
        Assert.Equal((127, "hokku run: no-such-program: not found.\n"), (missing.ExitCode, missing.Errors));
        Assert.Equal(126, RunProgram(_folder).ExitCode);
        var nowhere = _home.Run(CliProcess.Program, "run", "--name", "no-such-host", "--", "true");
        Assert.Equal(125, nowhere.ExitCode);
        Assert.Contains("no-such-host", nowhere.Errors, StringComparison.Ordinal);
        Assert.Equal(125, RunProgram(CliProcess.Program, "run", "--name", _host.Name, "--", "true").ExitCode); // nested
    }

    [Fact]
    public async Task Nothing_is_left_of_programs_that_have_ended()
    {
        long before = Sockets();
        var began = Stopwatch.GetTimestamp();
        const int Runs = 10;
        for (int i = 0; i < Runs; i++)
            RunProgram("python3", "-c", $"import socket\nfor i in range(5): socket.create_connection(('{Ours}', 7))\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).bind(('', 0))").Succeeded();
        Figure.Print($"{Runs} short runs of python3 under hokku run: {Stopwatch.GetElapsedTime(began).TotalMilliseconds / Runs:f0} ms each");
        await Eventually.TrueAsync(() => Sockets() <= before, Patience, "the programs' sockets are gone");
    }

    [Fact]
    public void A_program_does_not_hang_when_its_supervisor_is_gone()
    {
        using var supervisor = StartProgram("python3", "-u", "-c", $"""
            import socket, time
            s = socket.create_connection(('{Ours}', 7))
            print('connected', flush=True)
            s.recv(1)
            try: socket.socket()
            except OSError as problem: open('{_folder}/end', 'w').write(str(problem.errno))
            """);
        supervisor.WaitFor("connected");
        // ip netns exec has become the supervisor.
        LinuxProcess.Signal(supervisor.ProcessId, 9);
        string end = Path.Combine(_folder, "end");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(end) && new FileInfo(end).Length > 0, Patience), "The program hangs.");
        Assert.Equal("38", File.ReadAllText(end)); // ENOSYS
    }

    [Fact]
    public void A_host_of_its_own_is_made_with_the_flags_of_up()
    {
        using var program = _home.Start(CliProcess.Program, "run", "--interface", "/dev/net/tap/hk1 10.8.0.2/24", "--", "python3", "-u", "-m", "http.server", "8081", "--directory", _folder);
        program.WaitFor("Serving HTTP");
        _home.Run("ip", "address", "add", "10.8.0.1/24", "dev", "hk1").Succeeded();
        _home.Run("ip", "link", "set", "hk1", "up").Succeeded();
        Assert.Contains("a line of the page", _home.Run("curl", "-s", "http://10.8.0.2:8081/page").Succeeded().Output, StringComparison.Ordinal);

        // A request to end is passed on to the program; the host ends with it.
        LinuxProcess.Signal(program.ProcessId, 15);
        Assert.Equal(143, program.WaitForExit().ExitCode);
    }

    private ProgramResult RunProgram(string program, params string[] arguments) =>
        _home.Run(CliProcess.Program, ["run", "--name", _host.Name, "--", program, .. arguments]);

    private LinuxProgram StartProgram(string program, params string[] arguments) =>
        _home.Start(CliProcess.Program, ["run", "--name", _host.Name, "--", program, .. arguments]);

    private void WaitForListener(int port) => Assert.True(
        SpinWait.SpinUntil(() => _host.Run("netstat").Output.Contains($":{port} ", StringComparison.Ordinal), Patience),
        $"Nobody listens at port {port}.");

    private long Sockets() => _host.Json("netstat").GetArrayLength();

    private static bool Exists(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Rate(ProgramResult result) =>
        result.Succeeded().Output.Split('\n').Last(line => line.EndsWith("receiver", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^3];
}
