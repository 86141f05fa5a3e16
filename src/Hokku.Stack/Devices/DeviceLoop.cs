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

    /// <summary>How often an empty device is tried again, where that has paid off, before the thread sleeps: about five microseconds, a quarter of what waking up costs.</summary>
    private const int MostTries = 8;

    /// <summary>A sleep shorter than that would have been better spent trying.</summary>
    private static readonly TimeSpan ShortSleep = TimeSpan.FromMicroseconds(15);

    /// <summary>With one processor nothing comes while we try.</summary>
    private static readonly bool CanSpin = Environment.ProcessorCount > 1;

    private readonly Lock _gate = new();
    private Thread? _thread;
    private int _tries;
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
                // Trying again has paid off.
                if (empty > 0 && CanSpin)
                    _tries = MostTries;
                empty = 0;
            }
            else if (count < 0)
            {
                Abandon();
                break;
            }
            else if (++empty > _tries)
            {
                empty = 0;
                Sleep();
            }
            else
            {
                Thread.SpinWait(30);
            }
        }

        port.CloseWhenQuiet();
    }

    // Learns whether it would have been better to try a little longer.
    private void Sleep()
    {
        var began = port.Stack.Time.GetTimestamp();
        device.Wait();
        bool wasShort = CanSpin && port.Stack.Time.GetElapsedTime(began) < ShortSleep;
        _tries = wasShort ? MostTries : _tries / 2;
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
