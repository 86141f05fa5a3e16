using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Network;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>Many datagrams by one call between Linux's UDP_SEGMENT and UDP_GRO and ours, over a packet device.</summary>
public sealed class UdpSegmentTests
{
    private const int UdpLevel = 17;
    private const int Segment = 103;
    private const int Size = 1000;
    private const int Count = 20;
    private const int Port = 6000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_we_send_at_once_reaches_linux_as_datagrams(bool isWire)
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home, isWire);
        using var host = new DeviceHost(home, "/dev/net/packet/v0");
        using var theirs = home.OpenSocket(SocketType.Dgram);
        theirs.ReceiveTimeout = 5000;
        theirs.Bind(new IPEndPoint(IPAddress.Any, Port));
        using var capture = new PacketCapture(home, "v1");
        using var ours = host.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        ours.DatagramSegmentSize = Size;
        Assert.Equal((Count * Size) - 1, ours.SendTo(Pattern((Count * Size) - 1), new IPEndPoint(IPAddress.Parse(DeviceHost.LinuxAddress), Port)));
        var octets = new byte[65536];
        for (int i = 0; i < Count; i++)
        {
            int length = theirs.Receive(octets);
            Assert.Equal(i == Count - 1 ? Size - 1 : Size, length);
            Assert.True(octets.AsSpan(0, length).SequenceEqual(Pattern(Count * Size).AsSpan(i * Size, length)));
        }

        if (isWire)
            Assert.Equal(Count, capture.Count("udp.dstport == 6000 && udp.checksum.status == Good"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_linux_sends_at_once_comes_joined_to_whom_asked_for_it_and_apart_to_others(bool asks)
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home);
        using var host = new DeviceHost(home, "/dev/net/packet/v0");
        using var ours = host.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        ours.Bind(new IPEndPoint(IPAddress.Any, Port));
        ours.ReceiveTimeout = 5000;
        ours.CoalescesDatagrams = asks;
        using var theirs = home.OpenSocket(SocketType.Dgram);
        theirs.SetRawSocketOption(UdpLevel, Segment, MemoryMarshal.AsBytes<int>([Size]));
        theirs.SendTo(Pattern(Count * Size), new IPEndPoint(IPAddress.Parse(DeviceHost.OurAddress), Port));
        var batch = new DatagramBatch(Count, 65536);
        List<byte> received = [];
        List<int> sizes = [];
        while (received.Count < Count * Size)
        {
            ours.Receive(batch);
            for (int i = 0; i < batch.Count; i++)
            {
                received.AddRange(batch[i]);
                sizes.Add(batch.SegmentSize(i));
            }
        }

        Assert.Equal(Pattern(Count * Size), received);
        Assert.Equal(asks ? [Size] : Enumerable.Repeat(0, Count), sizes);
    }

    private static byte[] Pattern(int size)
    {
        var octets = new byte[size];
        for (int i = 0; i < size; i++)
            octets[i] = (byte)(i * 7);
        return octets;
    }
}
