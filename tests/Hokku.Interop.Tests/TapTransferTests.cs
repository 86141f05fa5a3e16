using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Devices.Tap;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class TapTransferTests
{
    [Theory]
    [InlineData(DeviceOffloads.None)]
    [InlineData(DeviceOffloads.SendChecksum | DeviceOffloads.ReceiveChecksum)]
    public async Task Datagrams_pass_both_ways_whoever_fills_the_checksum(DeviceOffloads offloads)
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home, new TapOptions { Offloads = offloads });
        using var capture = new PacketCapture(home, TapHost.InterfaceName);
        using var socket = host.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 4000));
        var cancel = TestContext.Current.CancellationToken;
        using var nc = home.Start("nc", "-u", "-p", "4001", TapHost.OurAddress, "4000");
        await nc.Input.WriteLineAsync("a question from Linux");
        await nc.Input.FlushAsync(cancel);
        var text = new byte[100];
        var asked = await socket.ReceiveFromAsync(text, SocketFlags.None, cancel);
        Assert.Equal("a question from Linux\n", System.Text.Encoding.UTF8.GetString(text, 0, asked.ReceivedBytes));
        await socket.SendToAsync("an answer from Hokku\n"u8.ToArray(), asked.RemoteEndPoint, cancel);
        nc.WaitFor("an answer from Hokku");

        // With offload the capture sees checksums before they are filled.
        if (offloads == DeviceOffloads.None)
            capture.AssertClean();
    }

    [Fact(Explicit = true)]
    public void How_fast_frames_are_read_is_printed()
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home, debugBuffers: false);

        // Somebody must be there, or Linux is told and stops. Nobody reads: this is about the device, not about sockets.
        using var socket = host.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 9));
        var statistics = host.Stack.Devices.Single(d => d.Name == TapHost.Device).Statistics;
        home.Run("ping", "-n", "-c", "1", "-W", "2", TapHost.OurAddress).Succeeded();
        var before = statistics.ReceivedPackets;
        var allocated = GC.GetTotalAllocatedBytes(true);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        home.Run("bash", "-c", $"dd if=/dev/zero bs=1472 count=1000000 > /dev/udp/{TapHost.OurAddress}/9");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var frames = statistics.ReceivedPackets - before;
        var used = (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{frames} frames of 1514 octets in {seconds:f2} s: {frames / seconds:f0} a second, {used * 1e6 / frames:f2} us of processor each, "
            + $"{(double)(GC.GetTotalAllocatedBytes(true) - allocated) / frames:f2} octets allocated each");
        Assert.True(frames > 1000);
    }
}
