using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Tests.Stack.Fakes;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

public sealed class DeviceLoopTests : IDisposable
{
    private readonly FakeStack _stack = new(static (name, module) => new PolledFake(name, module));

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_polled_device_is_read_while_it_is_up_and_closed_when_its_thread_has_ended()
    {
        _stack.Up("loop", "127.0.0.1", "255.0.0.0");
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = (PolledFake)_stack.Device();
        device.Arrive(150);
        device.Drained.Wait(TestContext.Current.CancellationToken);
        _stack.Inside(() => Assert.Equal(150, _stack.Domain.Received.Count));

        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth);
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth, (int)InterfaceFlags.Up);
        device.Arrive(10);
        device.Drained.Wait(TestContext.Current.CancellationToken);
        _stack.Inside(() => Assert.Equal(160, _stack.Domain.Received.Count));

        var request = new InterfaceAliasRequest { Name = FakeStack.Eth };
        _stack.Control(DriverCommand.RemoveInterfaceAddress, ref request);
        _stack.Stack.DeviceTable.Join();
        _stack.Inside(() => Assert.Equal("close", device.Calls[^1]));
        Assert.Equal(1, device.Readers);
    }

    [Fact]
    public void A_polled_device_that_is_gone_takes_its_interfaces_with_it()
    {
        _stack.Up("loop", "127.0.0.1", "255.0.0.0");
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = (PolledFake)_stack.Device();
        device.Vanish();
        device.Closed.Wait(TestContext.Current.CancellationToken);
        _stack.Inside(() => Assert.Equal(["loop"], _stack.Stack.Interfaces.Select(i => i.Name)));
    }

    /// <summary>A device whose frames come from a counter.</summary>
    private sealed class PolledFake(string name, INetModule module) : FakeDevice(name, module), IPolledDevice
    {
        private readonly SemaphoreSlim _woken = new(0);
        private int _waiting;
        private int _reading;
        private volatile bool _gone;

        public ManualResetEventSlim Drained { get; } = new();

        public ManualResetEventSlim Closed { get; } = new();

        /// <summary>The most threads that were seen reading at once.</summary>
        public int Readers { get; private set; }

        public void Arrive(int frames)
        {
            lock (_woken)
            {
                Drained.Reset();
                _waiting += frames;
            }

            Wake();
        }

        public void Vanish()
        {
            _gone = true;
            Wake();
        }

        public int Receive(ref BufferList batch, int maximum)
        {
            Readers = Math.Max(Readers, Interlocked.Increment(ref _reading));
            int count;
            lock (_woken)
            {
                count = Math.Min(maximum, _waiting);
                _waiting -= count;
                if (count == 0)
                    Drained.Set(); // the batch before was delivered: the port's Receive returns when it was
            }

            for (int i = 0; i < count; i++)
            {
                var buffer = Sink.Stack.Buffers.Create()!;
                Assert.True(buffer.TryAppend(FakeStack.Frame("10.0.0.1")));
                batch.Enqueue(buffer);
            }

            Interlocked.Decrement(ref _reading);
            return _gone ? -1 : count;
        }

        public void Wait() => _woken.Wait();

        public void Wake() => _woken.Release();

        public override void Close()
        {
            base.Close();
            Closed.Set();
        }
    }
}
