using System.Collections;
using System.Net.Sockets;
using Hokku.Network.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <content>Waiting for readiness: of one socket or of many.</content>
public sealed partial class HokkuSocket
{
    /// <summary>Waits until the socket is ready for something.</summary>
    /// <param name="microSeconds">How long; negative for ever.</param>
    /// <param name="mode">For what.</param>
    public bool Poll(int microSeconds, SelectMode mode) => Poll(Patience(microSeconds), mode);

    /// <summary>Waits until the socket is ready for something; a negative time waits for ever.</summary>
    public bool Poll(TimeSpan timeout, SelectMode mode)
    {
        ThrowIfDisposed();
        if (IsReady(mode) || timeout == TimeSpan.Zero)
            return IsReady(mode);
        var list = new HokkuSocket[] { this };
        return Wait([(list, mode)], timeout);
    }

    /// <summary>Waits until one of the sockets is ready, and leaves in the lists those that are.</summary>
    /// <param name="checkRead">Lists of <see cref="HokkuSocket"/>; null for none.</param>
    /// <param name="checkWrite">See <paramref name="checkRead"/>.</param>
    /// <param name="checkError">See <paramref name="checkRead"/>; ready with urgent data or a failed connection.</param>
    /// <param name="microSeconds">How long; negative for ever.</param>
    public static void Select(IList? checkRead, IList? checkWrite, IList? checkError, int microSeconds)
    {
        (IList Sockets, SelectMode Mode)[] sets =
        [
            (checkRead ?? Array.Empty<HokkuSocket>(), SelectMode.SelectRead),
            (checkWrite ?? Array.Empty<HokkuSocket>(), SelectMode.SelectWrite),
            (checkError ?? Array.Empty<HokkuSocket>(), SelectMode.SelectError),
        ];
        if (sets.All(set => set.Sockets.Count == 0))
            throw new ArgumentNullException(nameof(checkRead), "At least one list must hold a socket.");
        Wait(sets, Patience(microSeconds));
        foreach (var (sockets, mode) in sets)
        {
            for (int i = sockets.Count - 1; i >= 0; i--)
            {
                if (!((HokkuSocket)sockets[i]!).IsReady(mode))
                    sockets.RemoveAt(i);
            }
        }
    }

    private static TimeSpan Patience(int microSeconds) =>
        microSeconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMicroseconds(microSeconds);

    private static bool Wait((IList Sockets, SelectMode Mode)[] sets, TimeSpan timeout)
    {
        using var wake = new ManualResetEventSlim();
        var watching = new List<(HokkuSocket Socket, SocketWatcher Watcher)>();
        try
        {
            foreach (var (sockets, _) in sets)
            {
                foreach (HokkuSocket socket in sockets)
                    watching.Add((socket, socket.Watch(wake)));
            }

            long start = Environment.TickCount64;
            while (true)
            {
                wake.Reset();
                if (sets.Any(set => set.Sockets.Cast<HokkuSocket>().Any(socket => socket.IsReady(set.Mode))))
                    return true;
                var left = timeout < TimeSpan.Zero ? timeout : timeout - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
                if (timeout >= TimeSpan.Zero && left <= TimeSpan.Zero)
                    return false;
                wake.Wait(left);
            }
        }
        finally
        {
            foreach (var (socket, watcher) in watching)
                socket.Unwatch(watcher);
        }
    }

    private bool IsReady(SelectMode mode)
    {
        if (Volatile.Read(ref _isDisposed) != 0)
            return true;
        var wanted = mode switch
        {
            SelectMode.SelectRead => SocketEventSets.Readable,
            SelectMode.SelectWrite => SocketEventSets.Writable,
            _ => SocketEvents.Urgent | SocketEvents.Error,
        };
        return (Driver.Poll() & wanted) != 0;
    }

    private SocketWatcher Watch(ManualResetEventSlim wake)
    {
        var watcher = new SocketWatcher(wake);
        lock (_receiving)
        {
            watcher.Next = _watchers;
            Volatile.Write(ref _watchers, watcher);
        }

        return watcher;
    }

    private void Unwatch(SocketWatcher watcher)
    {
        lock (_receiving)
        {
            if (_watchers == watcher)
            {
                Volatile.Write(ref _watchers, watcher.Next);
                return;
            }

            var before = _watchers;
            while (before is not null && before.Next != watcher)
                before = before.Next;
            if (before is not null)
                before.Next = watcher.Next;
        }
    }
}
