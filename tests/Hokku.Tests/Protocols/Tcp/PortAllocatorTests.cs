using Hokku.Protocols.Tcp;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class PortAllocatorTests
{
    private static readonly NetAddress Local = new(new IPv4Address(10, 0, 0, 1));
    private static readonly NetAddress Remote = new(new IPv4Address(10, 0, 0, 2), 80);

    [Fact]
    public void All_ports_of_the_range_are_used_before_it_gives_up()
    {
        var allocator = new PortAllocator(new SeededEntropy(1), 50000, 50999);
        var used = new HashSet<ushort>();
        var test = new Unused(used);
        for (int i = 0; i < 1000; i++)
        {
            var port = allocator.Allocate(Local, Remote, ref test);
            Assert.InRange(port.Value, 50000, 50999);
            Assert.True(used.Add(port));
        }

        Assert.True(allocator.Allocate(Local, Remote, ref test).IsAny);
    }

    [Fact]
    public void Sequences_of_different_peers_and_stacks_have_nothing_in_common()
    {
        var test = new Unused([]);
        var first = new PortAllocator(new SeededEntropy(1), 49152, 65535);
        var second = new PortAllocator(new SeededEntropy(2), 49152, 65535);
        var steps = new HashSet<int>();
        for (int i = 0; i < 100; i++)
        {
            var a = first.Allocate(Local, Remote, ref test);
            var b = second.Allocate(Local, Remote, ref test);
            var c = first.Allocate(Local, Remote.WithPort(81), ref test);
            steps.Add(a.Value - b.Value);
            steps.Add(a.Value - c.Value);
        }

        Assert.True(steps.Count > 20);
    }

    private readonly struct Unused(HashSet<ushort> used) : IPortTest
    {
        public bool IsFree(Port port) => !used.Contains(port);
    }
}
