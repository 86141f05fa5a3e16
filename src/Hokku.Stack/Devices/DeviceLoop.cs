using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Stack;

/// <summary>
/// The thread that reads a polled device while it is up: until there is no more or the bound is reached, then one entry for the batch; when nothing
/// comes it tries a few times more and then waits.
/// </summary>
internal sealed class DeviceLoop(DevicePort port, IPolledDevice device)
{
    /// <summary>Frames for one entry: enough to spread its cost, few enough for others to get in.</summary>
    private const int BatchLimit = 64;

    /// <summary>How often an empty device is tried again before the thread sleeps: about two microseconds, a tenth of what waking up costs.</summary>
    private const int Tries = 3;

    private readonly Lock _gate = new();
    private Thread? _thread;
    private volatile bool _wanted;
    private volatile bool _running;

    /// <summary>Whether the thread may still touch the device.</summary>
    public bool IsRunning => _running;

    /// <summary>Inside the stack. A loop that was stopped and has not noticed yet goes on.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _wanted = true;
            if (_running)
                return;
            _running = true;
            _thread = new Thread(Run) { IsBackground = true, Name = $"hokku {port.Device.Name}" };
            _thread.Start();
        }
    }

    /// <summary>Inside the stack: does not wait. The thread may be waiting for the stack just now.</summary>
    public void Stop()
    {
        _wanted = false;
        device.Wake();
    }

    /// <summary>Waits for the thread's end. Outside the stack.</summary>
    public void Join()
    {
        Thread? thread;
        lock (_gate)
            thread = _thread;
        if (thread is not null && thread != Thread.CurrentThread)
            thread.Join();
    }

    private void Run()
    {
        int empty = 0;
        while (_wanted || !TryEnd())
        {
            BufferList batch = default;
            int count = device.Receive(ref batch, BatchLimit);
            if (!batch.IsEmpty)
                port.Receive(ref batch);
            if (count > 0)
            {
                empty = 0;
            }
            else if (count < 0)
            {
                Abandon();
                break;
            }
            else if (++empty > Tries)
            {
                empty = 0;
                device.Wait();
            }
            else
            {
                Thread.SpinWait(30);
            }
        }

        port.CloseWhenQuiet();
    }

    private bool TryEnd()
    {
        lock (_gate)
        {
            if (_wanted)
                return false;
            _running = false;
            return true;
        }
    }

    // The device has gone by itself.
    private void Abandon()
    {
        lock (_gate)
            _wanted = _running = false;
        port.Removed();
    }
}
