using Hokku.Protocols.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public sealed class UnloadGraceTests
{
    [Theory]
    [InlineData(10, 5, true)]
    [InlineData(10, 11, false)]
    [InlineData(0, 0, false)]
    public void The_module_stays_a_while_for_the_next_connection(int grace, int wait, bool stays)
    {
        using var pair = new TcpPair(tcp: new TcpSettings { UnloadGrace = TimeSpan.FromSeconds(grace) });
        var (client, server) = pair.Connect();
        var module = pair.A.Tcp;
        server.Close();
        pair.Advance(50);
        client.Close();
        pair.Advance(50);
        pair.Advance(wait * 1000);
        var (again, other) = pair.Connect(port: 81);
        Assert.Equal(stays, ReferenceEquals(module, pair.A.Tcp));
        other.Close();
        pair.Advance(50);
        again.Close();
        pair.AssertSettled();
    }
}
