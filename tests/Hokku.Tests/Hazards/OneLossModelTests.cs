using System.Net.Sockets;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Tcp;
using Hokku.Tests.Protocols.Tcp;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>
/// A model check: short conversations between two hosts, with every frame of them lost in turn, and every pair of frames. Each must end, with every
/// octet exactly once and in order at the other side, and nothing left over.
/// </summary>
public sealed class OneLossModelTests
{
    private const int Most = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>What a conversation does: octets each way, and who closes first.</summary>
    public enum Plan
    {
        ClientSends,
        ServerSends,
        Echo,
        BothAtOnce,
        CloseAtOnce,
        HalfClose,
    }

    /// <summary>Which mechanisms repair the losses.</summary>
    public enum Repair
    {
        Usual,
        WithoutRack,
        WithoutSack,
        WithEcn,
        Paced,
    }

    public static TheoryData<Plan, int, Repair> Conversations => new(
        from plan in Enum.GetValues<Plan>()
        from octets in new[] { 0, 1, 4000, 20_000 }
        from repair in (octets == 20_000 && plan == Plan.Echo) || IsLong ? Enum.GetValues<Repair>() : [Repair.Usual]
        select (plan, octets, repair));

    public static TheoryData<Plan, int, Repair> Pairs => new(
        from plan in Enum.GetValues<Plan>()
        from octets in IsLong ? new[] { 0, 10, 2000, 8000 } : plan is Plan.CloseAtOnce ? [10] : [2000]
        from repair in plan is Plan.Echo or Plan.CloseAtOnce || IsLong ? Enum.GetValues<Repair>() : [Repair.Usual]
        select (plan, octets, repair));

    private static bool IsLong => Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1";

    [Theory]
    [MemberData(nameof(Conversations))]
    public void Whichever_frame_is_lost_the_conversation_ends(Plan plan, int octets, Repair repair)
    {
        (int forward, int backward) = Converse(plan, octets, repair, (_, _) => false);
        for (int i = 0; i < Math.Min(forward, Most); i++)
            Converse(plan, octets, repair, (end, number) => end == 0 && number == i);
        for (int i = 0; i < Math.Min(backward, Most); i++)
            Converse(plan, octets, repair, (end, number) => end == 1 && number == i);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Whichever_two_frames_are_lost_the_conversation_ends(Plan plan, int octets, Repair repair)
    {
        (int forward, int backward) = Converse(plan, octets, repair, (_, _) => false);
        int all = forward + backward;
        for (int i = 0; i < all; i++)
        {
            for (int j = i + 1; j < all; j++)
                Converse(plan, octets, repair, (end, number) => number + (end * forward) == i || number + (end * forward) == j);
        }
    }

    [Fact]
    public void The_rest_is_left_to_the_long_run()
    {
        if (!IsLong)
            Console.WriteLine("LEFT TO --long: one- and two-loss patterns of every length with every way of repair");
    }

    // Returns how many frames went each way.
    private static (int Forward, int Backward) Converse(Plan plan, int octets, Repair repair, Func<int, long, bool> lose)
    {
        var latency = TimeSpan.FromMilliseconds(5);
        using var pair = new TcpPair(new WireSettings { Latency = latency }, Settings(repair));
        pair.Wire.Configure(0, new WireSettings { Latency = latency, Lose = (number, _) => lose(0, number) });
        pair.Wire.Configure(1, new WireSettings { Latency = latency, Lose = (number, _) => lose(1, number) });
        var listener = pair.B.Listen(80);
        var client = new Talker(pair.A.Open(), Octets(plan, octets, isClient: true), Octets(plan, octets, isClient: false));
        client.User.Connect(pair.B.Address, 80);
        Talker? server = null;
        bool isDone = pair.Time.RunUntil(
            () =>
            {
                if (server is null && listener.Accept() is { } accepted)
                    server = new Talker(accepted, Octets(plan, octets, isClient: false), Octets(plan, octets, isClient: true));
                client.Work(mayTalk: true, MayClientClose(plan, client));
                server?.Work(MayServerTalk(plan, server), MayServerClose(plan, server));
                return client.IsDone && server is { IsDone: true };
            },
            Patience);
        Assert.True(isDone, $"{plan} of {octets} octets ({repair}) has not ended: client {client}, server {server}.");
        client.User.Close();
        server!.User.Close();
        listener.Close();
        pair.AssertSettled();
        return ((int)pair.Wire.StatisticsFrom(0).Sent, (int)pair.Wire.StatisticsFrom(1).Sent);
    }

    private static TcpSettings Settings(Repair repair) => repair switch
    {
        Repair.WithoutRack => new() { Rack = false },
        Repair.WithoutSack => new() { SelectiveAcknowledgments = false, Rack = false },
        Repair.WithEcn => new() { Ecn = EcnMode.On },
        Repair.Paced => new() { IsPaced = true },
        _ => new(),
    };

    private static int Octets(Plan plan, int octets, bool isClient) => plan == (isClient ? Plan.ServerSends : Plan.ClientSends) ? 0 : octets;

    private static bool MayClientClose(Plan plan, Talker client) => plan switch
    {
        Plan.ServerSends => client.HasEnded,
        Plan.Echo or Plan.BothAtOnce => client.HasAll,
        _ => true,
    };

    private static bool MayServerTalk(Plan plan, Talker server) => plan switch
    {
        Plan.Echo => server.HasAll,
        Plan.HalfClose => server.HasEnded,
        _ => true,
    };

    private static bool MayServerClose(Plan plan, Talker server) => plan switch
    {
        Plan.ServerSends or Plan.CloseAtOnce => true,
        Plan.BothAtOnce => server.HasAll,
        _ => server.HasEnded,
    };

    /// <summary>One side: writes what it has, reads what comes, closes its half when it may, and has ended when the other half is closed, too.</summary>
    private sealed class Talker(TcpUser user, int octets, int expected)
    {
        private readonly byte[] _text = TcpPair.Pattern(octets);
        private readonly byte[] _wanted = TcpPair.Pattern(expected);
        private int _sent;
        private int _received;
        private bool _isShut;

        public TcpUser User => user;

        public bool HasEnded { get; private set; }

        public bool HasAll => _received == _wanted.Length;

        public bool IsDone => _isShut && HasEnded;

        public void Work(bool mayTalk, bool mayClose)
        {
            if (mayTalk)
            {
                while (_sent < _text.Length && user.Send(_text.AsSpan(_sent)) is var taken and > 0)
                    _sent += taken;
            }

            Read();
            if (!_isShut && mayClose && mayTalk && _sent == _text.Length && user.Shutdown(SocketShutdown.Send) == SocketError.Success)
                _isShut = true;
        }

        public override string ToString() => $"{user.State}, sent {_sent} of {_text.Length}, received {_received} of {_wanted.Length}";

        private void Read()
        {
            while (!HasEnded)
            {
                byte[]? text = user.Receive();
                if (text is { Length: 0 } || user.LastError == SocketError.NotConnected)
                    return;
                HasEnded = text is null;
                if (text is null)
                {
                    Assert.Equal(SocketError.Success, user.LastError);
                    Assert.Equal(_wanted.Length, _received);
                    return;
                }

                Assert.True(text.AsSpan().SequenceEqual(_wanted.AsSpan(_received, text.Length)), $"Other octets than were sent, from {_received} on.");
                _received += text.Length;
            }
        }
    }
}
