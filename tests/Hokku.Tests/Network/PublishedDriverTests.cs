using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Devices.VirtualWire;
using Hokku.Driver;
using Hokku.Linux;
using Hokku.Network;
using Hokku.Stack;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Network;

/// <summary>What a published driver promises beyond the contract of all doors: names, strangers, clients that die.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PublishedDriverTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hk").FullName;
    private readonly NetStack _stack = TwoHosts.MakeStack("alpha", new WireRoom());

    public PublishedDriverTests()
    {
        var roster = new NetworkRoster(new InProcessDriver(_stack));
        roster.AddAddress("loop", IPAddress.Loopback, 8);
        roster.Up("loop");
    }

    [Fact]
    public void A_running_host_is_found_by_its_name_and_when_it_is_the_only_one()
    {
        using var driver = Publish();
        Assert.Equal(["alpha"], HostFolder.RunningHosts(_root));
        using var byName = PublishedDriverClient.Connect("alpha", _root);
        using var only = PublishedDriverClient.Connect(null, _root);
        Assert.Equal("alpha", only.HostName);
    }

    [Fact]
    public void Without_a_running_host_the_error_says_how_to_start_one()
    {
        Assert.Contains("hokku up", Assert.Throws<DriverException>(() => HostFolder.Find(null, _root)).Message, StringComparison.Ordinal);
        using var driver = Publish();
        Assert.Contains("alpha", Assert.Throws<DriverException>(() => HostFolder.Find("beta", _root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        using var driver = Publish();
        Assert.Contains("alpha", Assert.Throws<DriverException>(Publish).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stale_socket_is_replaced()
    {
        string path;
        using (var driver = Publish())
            path = driver.Path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (UnixSocket.Listen(path, 1))
        {
            // Left behind by a process that died.
        }

        using var again = Publish();
        Assert.Equal(["alpha"], HostFolder.RunningHosts(_root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../evil")]
    [InlineData("a b")]
    [InlineData(".hidden")]
    public void A_name_that_is_none_is_refused(string name) => Assert.Throws<DriverException>(() => HostFolder.SocketPath(name, _root));

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void The_folders_are_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var driver = Publish();
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(driver.Path) & others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.GetDirectoryName(driver.Path)!) & others);
    }

    [Fact]
    public async Task A_client_that_goes_has_its_sockets_closed()
    {
        using var driver = Publish();
        using var here = new PublishedDriverClient(driver.Path);
        var host = new NetworkHost(here);
        HokkuSocket accepted;
        using (var other = new PublishedDriverClient(driver.Path))
        {
            var listener = new NetworkHost(other).Listen(7000);
            var connect = host.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 7000));
            var served = await listener.AcceptAsync();
            accepted = await connect;
            Assert.Equal(3, await served.SendAsync("bye"u8.ToArray()));
            Assert.True(host.Roster.Sockets().Count >= 3);
        }

        var buffer = new byte[8];
        Assert.Equal(3, await accepted.ReceiveAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, await accepted.ReceiveAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain(host.Roster.Sockets(), socket => socket.State == "listen");
        accepted.Dispose();
    }

    [Fact]
    public async Task A_server_that_goes_ends_what_waits()
    {
        var driver = Publish();
        using var client = new PublishedDriverClient(driver.Path);
        using var socket = new NetworkHost(client).CreateSocket(SocketType.Dgram);
        socket.Bind(new IPEndPoint(IPAddress.Any, 5000));
        var receive = socket.ReceiveAsync(new byte[4]).AsTask();
        driver.Dispose();
        await Assert.ThrowsAsync<SocketException>(() => receive.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(SocketError.NetworkDown, client.Control(DriverCommand.GetInterfaceCount, new byte[4], out _));
    }

    [Fact]
    public void A_client_has_only_so_many_sockets()
    {
        using var driver = new PublishedDriver(new InProcessDriver(_stack), new PublishedDriverOptions { Root = _root, MaximumSocketsPerClient = 3 });
        using var client = new PublishedDriverClient(driver.Path);
        var host = new NetworkHost(client);
        var sockets = Enumerable.Range(0, 3).Select(_ => host.CreateSocket(SocketType.Dgram)).ToList();
        Assert.Equal(SocketError.TooManyOpenSockets, Assert.Throws<SocketException>(() => host.CreateSocket(SocketType.Dgram)).SocketErrorCode);
        sockets[0].Dispose();
        sockets[1] = host.CreateSocket(SocketType.Dgram);
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public void Noise_instead_of_a_greeting_ends_the_connection_and_nothing_else()
    {
        using var driver = Publish();
        for (int seed = 0; seed < 200; seed++)
        {
            using var stranger = UnixSocket.Connect(driver.Path);
            var noise = new byte[256];
            new Random(seed).NextBytes(noise);
            UnixSocket.TrySend(stranger, noise);
        }

        using var client = new PublishedDriverClient(driver.Path);
        int count = 0;
        Assert.Equal(SocketError.Success, client.Control(DriverCommand.GetInterfaceCount, MemoryMarshal.AsBytes(new Span<int>(ref count)), out _));
        Assert.Equal(1, count);
    }

    public void Dispose()
    {
        _stack.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private PublishedDriver Publish() => new(new InProcessDriver(_stack), new PublishedDriverOptions { Root = _root });
}
