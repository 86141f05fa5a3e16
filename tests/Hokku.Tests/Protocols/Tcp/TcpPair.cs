using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Tcp;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

/// <summary>Two hosts and a wire between them, in virtual time.</summary>
internal sealed class TcpPair : IDisposable
{
    public TcpPair(WireSettings? settings = null, TcpSettings? tcp = null, bool isDebug = true, ulong seed = 3)
    {
        SecondWire = new VirtualWire("v", Time, seed + 1, new WireSettings { Latency = TimeSpan.FromMilliseconds(5) });
        Wire = new VirtualWire("w", Time, seed, settings ?? new WireSettings { Latency = TimeSpan.FromMilliseconds(5) });
        var room = new WireRoom();
        room.Add(Wire);
        room.Add(SecondWire);
        A = new TcpHost(Time, room, 0, tcp, isDebug);
        B = new TcpHost(Time, room, 1, tcp, isDebug);
    }

    public VirtualTime Time { get; } = new();

    public VirtualWire Wire { get; }

    public VirtualWire SecondWire { get; }

    public TcpHost A { get; }

    public TcpHost B { get; }

    public void Advance(double milliseconds) => Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Another wire between the two, with addresses of another network.</summary>
    public void AddSecondWire()
    {
        A.AddInterface("/dev/net/wire/v/0", new IPv4Address(10, 0, 1, 1), 24);
        B.AddInterface("/dev/net/wire/v/1", new IPv4Address(10, 0, 1, 2), 24);
    }

    /// <summary>Advances until the condition holds.</summary>
    public void Until(Func<bool> condition, double seconds = 120)
    {
        for (int i = 0; i < seconds * 1000 && !condition(); i++)
            Advance(1);
        Assert.True(condition(), $"Not after {seconds} virtual seconds.");
    }

    /// <summary>A connection from A to a listener on B.</summary>
    public (TcpUser Client, TcpUser Server) Connect(ushort port = 80, TcpUser? listener = null)
    {
        bool isOurs = listener is null;
        listener ??= B.Listen(port);
        var client = A.Open();
        client.Connect(B.Address, port);
        TcpUser? server = null;
        Until(() => (server ??= listener.Accept()) is not null);
        if (isOurs)
            listener.Close();
        return (client, server!);
    }

    /// <summary>Moves octets from one side to the other, reading as they come.</summary>
    public void Transfer(TcpUser from, TcpUser to, int octets, int write = 65536, double seconds = 600)
    {
        var data = Pattern(octets);
        int sent = 0;
        int received = 0;
        Until(
            () =>
            {
                while (sent < octets && from.Send(data.AsSpan(sent, Math.Min(write, octets - sent))) is var taken and > 0)
                    sent += taken;
                while (to.Receive() is { Length: > 0 } text)
                {
                    Assert.True(text.AsSpan().SequenceEqual(data.AsSpan(received, text.Length)), $"Other octets than were sent, from {received} on.");
                    received += text.Length;
                }

                return received == octets;
            },
            seconds);
    }

    /// <summary>Nothing may be left of what was.</summary>
    public void AssertSettled()
    {
        Time.Advance(TimeSpan.FromMinutes(30));
        foreach (var host in (TcpHost[])[A, B])
        {
            var usage = host.Stack.GetUsage();
            Assert.True(usage is { Sockets: 0, Buffers: 0 }, $"{host.Stack.Name}: {usage}");
            host.Stack.Buffers.AssertBalanced();
        }
    }

    public static byte[] Pattern(int octets)
    {
        var data = new byte[octets];
        new Random(octets).NextBytes(data);
        return data;
    }

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
    }
}
