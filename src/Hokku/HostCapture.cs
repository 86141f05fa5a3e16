using Hokku.Abstractions;
using Hokku.Capture;
using Hokku.Stack;

namespace Hokku;

/// <summary>A capture of all devices of a host, both directions, into pcapng; drop reasons are comments. Disposing ends it.</summary>
public sealed class HostCapture : IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);
    private readonly NetStack _stack;
    private readonly PcapngWriter _writer;
    private readonly CaptureMonitor _monitor;
    private readonly ITimer _flush;

    internal HostCapture(NetStack stack, Stream stream, int snapLength)
    {
        _stack = stack;
        var epoch = stack.Time.GetUtcNow() - stack.Now;
        _writer = new PcapngWriter(stream, new PcapngOptions { SnapLength = snapLength, Epoch = epoch });
        _monitor = new CaptureMonitor(_writer, () => stack.Now);
        stack.Execute(new Registration(stack, _monitor, true));
        _flush = TimeProvider.System.CreateTimer(static monitor => ((CaptureMonitor)monitor!).Flush(), _monitor, FlushInterval, FlushInterval);
    }

    /// <summary>Packets that were seen and not written because the disk was slower than the network.</summary>
    public long Missed => _writer.Missed + _monitor.Missed;

    public void Dispose()
    {
        _flush.Dispose();
        _stack.Execute(new Registration(_stack, _monitor, false));
        _monitor.Flush();
        _writer.Dispose();
    }

    private sealed class Registration(NetStack stack, CaptureMonitor monitor, bool begins) : StackOperation
    {
        protected override void Run()
        {
            if (begins)
                stack.RegisterMonitor(null, monitor);
            else
                stack.UnregisterMonitor(null, monitor);
        }
    }
}
