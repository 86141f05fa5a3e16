using CsCheck;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Protocols.Tcp;
using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class ConnectionTableTests
{
    [Fact]
    public void It_finds_what_a_dictionary_finds() =>
        Gen.Int[0, 400].Array[1, 2000].Sample(
            ports =>
            {
                var table = new ConnectionTable(new SipKey(1, 2));
                var model = new Dictionary<int, Connection>();
                foreach (int port in ports)
                {
                    if (model.Remove(port, out var old))
                        Assert.True(table.Remove(old));
                    else
                        table.Add(model[port] = new Connection(Key(port)));
                }

                Assert.Equal(model.Count, table.Count);
                for (int port = 0; port <= 400; port++)
                    Assert.Same(model.GetValueOrDefault(port), table.Find(Key(port)));
            },
            iter: 50);

    private static ConnectionKey Key(int port) =>
        new(new NetAddress(new IPv4Address(10, 0, 0, 1), (ushort)(port + 1)), new NetAddress(new IPv4Address(10, 0, 0, 2), 80));

    private sealed class Connection(ConnectionKey key) : IConnection
    {
        private readonly ConnectionKey _key = key;

        public ref readonly ConnectionKey Key => ref _key;

        public uint TableHash { get; set; }

        public IConnection? TableNext { get; set; }

        public void SegmentArrives(in TcpSegment segment, NetBuffer buffer) => buffer.Free();
    }
}
