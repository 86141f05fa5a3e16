using Hokku.Abstractions;

namespace Hokku.Stack;

internal sealed partial class DevicePort
{
    private readonly Closing _closing;
    private int _closed;
    private volatile bool _closeWanted;

    private bool IsFlushing => Volatile.Read(ref Device.IsFlushListed) != 0 || Volatile.Read(ref Device.FlushRequests) != 0;

    /// <summary>Inside the stack: the device has no user left. It is closed when no thread is in it any more.</summary>
    public void Close()
    {
        _closeWanted = true;
        Interlocked.MemoryBarrier();
        CloseWhenQuiet();
    }

    /// <summary>Waits until the loop's thread has ended. Outside the stack.</summary>
    public void Join() => _loop?.Join();

    /// <summary>Called by whoever may be the last to leave the device, its loop or who flushes it; the first caller who finds it quiet closes it.</summary>
    public void CloseWhenQuiet()
    {
        if (_closeWanted && _loop is not { IsRunning: true } && !IsFlushing && Interlocked.Exchange(ref _closed, 1) == 0)
            Stack.Post(_closing);
    }

    /// <summary>Closes the device and lets go of its module.</summary>
    private sealed class Closing(DevicePort port) : StackOperation
    {
        protected internal override void Run()
        {
            port.Device.Close();
            port._table.Closed(port);
        }
    }
}
