using System.Net.Sockets;
using System.Text;
using Hokku.Abstractions;
using Hokku.Protocols.Tcp;
using Hokku.Stack;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Congestion;

/// <summary>TCP_CONGESTION, the stack's default, and congestion controls that other modules bring.</summary>
public class CongestionChoiceTests
{
    [Theory]
    [InlineData("cubic", "cubic")]
    [InlineData("newreno", "newreno")]
    [InlineData("reno", "newreno")]
    [InlineData("bbr", "bbr")]
    public void A_socket_gets_the_one_it_asks_for_and_carries_data_with_it(string asked, string got)
    {
        using var pair = new TcpPair();
        var listener = pair.B.Listen(80);
        Assert.Equal("cubic", Get(listener));
        var client = pair.A.Open();
        Assert.Equal(SocketError.Success, Set(client, asked));
        Assert.Equal(got, Get(client));
        client.Connect(pair.B.Address, 80);
        TcpUser? server = null;
        pair.Until(() => (server ??= listener.Accept()) is not null);
        pair.Transfer(client, server!, 300_000);
        Assert.Equal(got, Get(client));
    }

    [Fact]
    public void A_name_that_nobody_knows_is_refused_and_nothing_changes()
    {
        using var pair = new TcpPair();
        var client = pair.A.Open();
        Assert.Equal(SocketError.InvalidArgument, Set(client, "vegas"));
        Assert.Equal("cubic", Get(client));
        Assert.Equal("cubic newreno bbr", Get(client, TcpOption.CongestionControls));
    }

    [Fact]
    public void An_accepted_connection_has_its_listeners()
    {
        using var pair = new TcpPair();
        var listener = pair.B.Listen(80);
        Set(listener, "bbr");
        var (_, server) = pair.Connect(80, listener);
        Assert.Equal("bbr", Get(server));
    }

    [Fact]
    public void A_running_connection_may_change_it()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        foreach (string name in (string[])["bbr", "newreno", "cubic", "bbr", "cubic"])
        {
            Assert.Equal(SocketError.Success, Set(client, name));
            pair.Transfer(client, server, 200_000);
        }
    }

    [Fact]
    public void The_stack_has_a_default()
    {
        using var pair = new TcpPair(tcp: new TcpSettings { CongestionControl = "newreno" });
        Assert.Equal("newreno", Get(pair.A.Open()));
    }

    [Fact]
    public void A_default_that_nobody_knows_is_told_with_the_names_that_there_are()
    {
        using var pair = new TcpPair(tcp: new TcpSettings { CongestionControl = "vegas" });
        var failure = Assert.Throws<ModuleLoadException>(() => pair.A.Open());
        Assert.Contains("no congestion control 'vegas'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("cubic, newreno, bbr", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_brings_one_is_loaded_when_it_is_asked_for_and_stays_as_long_as_it_is_used()
    {
        var module = new FixedModule();
        var stack = new NetStack(new NetStackOptions
        {
            Modules = new ModuleRegistry().Add(TcpModule.Description, () => new TcpModule()).Add(FixedModule.Description, () => module),
        });
        Assert.Contains("fixed", stack.CongestionControls);
        stack.Execute(new Operation(() =>
        {
            Assert.Null(stack.CreateCongestionControl("unknown", out _));
            var control = stack.CreateCongestionControl("fixed", out var owner);
            Assert.Equal("fixed", control?.Name);
            Assert.Same(module, owner);
            stack.Retain(owner!);
        }));
        Assert.True(module.IsRegistered);
        stack.Execute(new Operation(() => stack.Release(module)));
        Assert.False(module.IsRegistered);
        Assert.Contains("fixed", stack.CongestionControls);
        stack.Dispose();
    }

    [Fact]
    public void A_rate_that_the_user_sets_is_kept()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Inside(() => Assert.Equal(SocketError.Success, client.Socket.SetOption(SocketLevel.Socket, (int)SocketOption.MaximumPacingRate, BitConverter.GetBytes(100_000))));
        double start = pair.Time.Elapsed.TotalSeconds;
        pair.Transfer(client, server, 500_000);
        double rate = 500_000 / (pair.Time.Elapsed.TotalSeconds - start);
        Assert.InRange(rate, 85_000, 105_000);
    }

    private static SocketError Set(TcpUser user, string name)
    {
        var error = SocketError.SocketError;
        user.Inside(() => error = user.Socket.SetOption(SocketLevel.Tcp, (int)TcpOption.Congestion, Encoding.UTF8.GetBytes(name)));
        return error;
    }

    private static string Get(TcpUser user, TcpOption option = TcpOption.Congestion)
    {
        string name = "";
        user.Inside(() =>
        {
            Span<byte> octets = stackalloc byte[64];
            Assert.Equal(SocketError.Success, user.Socket.GetOption(SocketLevel.Tcp, (int)option, octets, out int length));
            name = Encoding.UTF8.GetString(octets[..length]);
        });
        return name;
    }

    private sealed class Operation(Action action) : StackOperation
    {
        protected override void Run() => action();
    }

    private sealed class FixedModule : INetModule
    {
        public static ModuleManifest Description { get; } = new("network/congestion/fixed/v1") { CongestionControls = ["fixed"] };

        public ModuleManifest Manifest => Description;

        public bool IsRegistered { get; private set; }

        public void Register(INetStack stack)
        {
            IsRegistered = true;
            stack.RegisterCongestionControl("fixed", static () => new Fixed());
        }

        public void Unregister() => IsRegistered = false;
    }

    /// <summary>Eight segments, whatever happens.</summary>
    private sealed class Fixed : ICongestionControl
    {
        public string Name => "fixed";

        public int Window { get; private set; }

        public int Threshold => Window;

        public void Begin(in CongestionStart start) => Window = 8 * start.SegmentSize;

        public void SegmentSizeChanged(int segmentSize) => Window = 8 * segmentSize;

        public void Acknowledged(in AcknowledgmentSample sample)
        {
        }

        public void LossFound(int inFlight)
        {
        }

        public void Recovered(int inFlight)
        {
        }

        public void TimedOut(int inFlight, bool again)
        {
        }

        public void Undo()
        {
        }

        public void Restarted(TimeSpan now, TimeSpan idle, TimeSpan timeout)
        {
        }
    }
}
