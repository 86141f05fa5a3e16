using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>
/// Devices whose transmit queues are to be flushed by whoever leaves the stack: one thread at a time a device, in order, without a lock. Intrusive.
/// </summary>
internal sealed class FlushList
{
    private NetDevice? _newest;

    /// <summary>Inside.</summary>
    public void Add(NetDevice device)
    {
        if (Interlocked.Exchange(ref device.IsFlushListed, 1) != 0)
            return;
        NetDevice? newest;
        do
        {
            newest = Volatile.Read(ref _newest);
            device.NextFlush = newest;
        }
        while (Interlocked.CompareExchange(ref _newest, device, newest) != newest);
    }

    /// <summary>Outside: flushes every device on the list.</summary>
    public void Flush()
    {
        if (Volatile.Read(ref _newest) is null)
            return;
        for (var device = Interlocked.Exchange(ref _newest, null); device is not null;)
        {
            var next = device.NextFlush;
            device.NextFlush = null;
            // From here on it may be listed again; what was queued before is flushed below.
            Interlocked.Exchange(ref device.IsFlushListed, 0);
            Flush(device);
            device = next;
        }
    }

    private static void Flush(NetDevice device)
    {
        // Who comes while another one flushes leaves a request with it.
        if (Interlocked.Increment(ref device.FlushRequests) != 1)
            return;
        int done;
        do
        {
            done = Volatile.Read(ref device.FlushRequests);
            try
            {
                device.Flush();
            }
            catch
            {
                // The next one is not to wait for this one.
                Volatile.Write(ref device.FlushRequests, 0);
                throw;
            }
        }
        while (Interlocked.Add(ref device.FlushRequests, -done) != 0);

        // It may have been waited for.
        (device.Sink as DevicePort)?.CloseWhenQuiet();
    }
}
