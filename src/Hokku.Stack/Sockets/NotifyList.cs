namespace Hokku.Stack;

/// <summary>Sockets whose sinks are to be told of events by whoever leaves the stack. Intrusive and without a lock.</summary>
internal sealed class NotifyList
{
    private NetSocket? _newest;

    /// <summary>Inside.</summary>
    public void Add(NetSocket socket)
    {
        if (Interlocked.Exchange(ref socket.IsNotifyListed, 1) != 0)
            return;
        NetSocket? newest;
        do
        {
            newest = Volatile.Read(ref _newest);
            socket.NextNotified = newest;
        }
        // Once it is there its link is the teller's: only what was read before may be looked at.
        while (Interlocked.CompareExchange(ref _newest, socket, newest) != newest);
    }

    /// <summary>Outside: tells every sink, the one that was notified first first.</summary>
    public void Tell()
    {
        if (Volatile.Read(ref _newest) is null)
            return;
        var oldest = Reverse(Interlocked.Exchange(ref _newest, null));
        while (oldest is not null)
        {
            var next = oldest.NextNotified;
            oldest.NextNotified = null;
            // From here on it may be listed again; what came before is told below.
            Interlocked.Exchange(ref oldest.IsNotifyListed, 0);
            oldest.TellSink();
            oldest = next;
        }
    }

    private static NetSocket? Reverse(NetSocket? newest)
    {
        NetSocket? oldest = null;
        while (newest is not null)
        {
            var older = newest.NextNotified;
            newest.NextNotified = oldest;
            oldest = newest;
            newest = older;
        }

        return oldest;
    }
}
