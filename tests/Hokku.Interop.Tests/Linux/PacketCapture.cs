using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>What tcpdump sees of an interface in a namespace, judged by tshark.</summary>
public sealed class PacketCapture : IDisposable
{
    // 0xFFFF is what Linux may send for a sum of 0xFFFF, and right in one's complement; tshark would rather see 0x0000.
    private const string Wrong = "_ws.malformed || ip.checksum.status == Bad || (tcp.checksum.status == Bad && tcp.checksum != 0xffff) || udp.checksum.status == Bad "
        + "|| icmp.checksum.status == Bad || arp.duplicate-address-detected";

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pcap");
    private readonly LinuxProgram _tcpdump;
    private bool _ended;

    /// <summary>Begins; octets of each packet beyond the length are not kept (and checksums then not checked).</summary>
    public PacketCapture(LinuxNamespace where, string interfaceName, int length = 0)
    {
        // As root tcpdump would give its file to another user, who may not write here.
        _tcpdump = where.Start(
            "tcpdump", "--immediate-mode", "-U", "-Z", "root", "-B", "65536", "-i", interfaceName, "-w", _file, "-s", $"{length}");
        _tcpdump.WaitFor("listening on");
    }

    /// <summary>Ends the capture and fails the test when a packet is malformed, has a wrong checksum, or tells of an address conflict.</summary>
    public void AssertClean()
    {
        var wrong = Show(Wrong);
        Assert.True(wrong.Length == 0, "tshark finds fault with:\n" + wrong);
    }

    /// <summary>Ends the capture; the packets that the display filter of tshark selects, one a line.</summary>
    public string Show(string filter)
    {
        End();
        return LinuxProgram.Run(
            "tshark", "-r", _file, "-n",
            "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
            // What streams carry is ours to judge, not that of protocols that happen to have the port.
            "-d", "tcp.port==80,data", "-d", "tcp.port==5000,data", "-d", "tcp.port==7000,data", "-d", "tcp.port==9000,data",
            "-Y", filter).Succeeded().Output;
    }

    /// <summary>Ends the capture and fails the test when more segments were sent again than packets were lost.</summary>
    public void AssertRetransmissionsAtMost(long lost)
    {
        var again = Show("tcp.analysis.retransmission");
        var count = again.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.True(count <= lost, $"{count} segments were sent again, but only {lost} packets were lost:\n{again[..Math.Min(again.Length, 4000)]}");
    }

    /// <summary>How many packets the display filter selects.</summary>
    public int Count(string filter) => Show(filter).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    public void Dispose()
    {
        End();
        File.Delete(_file);
    }

    private void End()
    {
        if (_ended)
            return;
        _ended = true;

        // The last packets are on their way to tcpdump.
        Thread.Sleep(300);
        _tcpdump.Interrupt();
    }
}
