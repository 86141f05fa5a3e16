using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Udp;

[Collection(Figures.FiguresCollection.Name)]
public sealed class UdpAllocationTests : IDisposable
{
    private const int Datagrams = 100_000;
    private readonly Bench _bench = new(debug: false);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_hundred_thousand_datagrams_between_two_sockets_allocate_nothing()
    {
        var sender = _bench.Bound(5000);
        var receiver = _bench.Bound(6000);
        Assert.Equal(SocketError.Success, _bench.Inside(() => sender.Connect(new NetAddress(IPv4Address.Loopback, 6000))));
        var exchange = new Exchange(_bench.Stack, sender, receiver);
        for (int i = 0; i < 2000; i++)
            exchange.Once();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Datagrams; i++)
            exchange.Once();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Datagrams + 2000, exchange.Received);
        Assert.Equal(0, allocated);
    }

    private sealed class Exchange(INetStack stack, ISocketCalls sender, ISocketCalls receiver)
    {
        private readonly SendOperation _send = new(stack, sender);
        private readonly ReceiveOperation _receive = new(receiver);

        public int Received => _receive.Count;

        public void Once()
        {
            stack.Execute(_send);
            stack.Execute(_receive);
        }
    }

    private sealed class SendOperation(INetStack stack, ISocketCalls socket) : StackOperation
    {
        private readonly byte[] _payload = Packets.Pattern(1400);

        protected override void Run()
        {
            var buffer = stack.Buffers.Create()!;
            buffer.TryAppend(_payload);
            socket.Send(buffer, MessageFlags.None);
        }
    }

    private sealed class ReceiveOperation(ISocketCalls socket) : StackOperation
    {
        public int Count { get; private set; }

        protected override void Run()
        {
            while (socket.Receive(int.MaxValue, MessageFlags.None, out var buffer) == SocketError.Success)
            {
                Count++;
                buffer!.Free();
            }
        }
    }
}
