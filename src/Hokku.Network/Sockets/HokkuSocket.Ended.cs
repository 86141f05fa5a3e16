using Hokku.Network.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <content>Telling of a connection's end to somebody who does not read at the moment.</content>
public sealed partial class HokkuSocket
{
    private Action<object?>? _ended;
    private object? _endedState;

    /// <summary>
    /// Whether the peer has ended its side, or the connection is gone. What was received before can still be read.
    /// </summary>
    public bool HasEnded => Volatile.Read(ref _isDisposed) != 0 || (Driver.Poll() & SocketEventSets.Ended) != 0;

    /// <summary>Whether the connection is gone as a whole: nothing can be sent any more.</summary>
    public bool IsGone => Volatile.Read(ref _isDisposed) != 0 || (Driver.Poll() & (SocketEvents.HangUp | SocketEvents.Error)) != 0;

    /// <summary>
    /// Calls back once, on a thread of the pool, when the peer has ended its side or the connection is gone; at once when that is so already.
    /// Not called for a socket that is disposed of before.
    /// </summary>
    /// <exception cref="InvalidOperationException">Somebody else asked before.</exception>
    public void OnEnded(Action<object?> callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (_endedState is not null || Volatile.Read(ref _ended) is not null)
            throw new InvalidOperationException("The end of this socket is awaited already; one callback can be registered.");
        _endedState = state ?? this;
        Volatile.Write(ref _ended, callback);
        if ((Driver.Poll() & SocketEventSets.Ended) != 0)
            TellEnded();
    }

    private void TellEnded()
    {
        if (Volatile.Read(ref _ended) is not null && Interlocked.Exchange(ref _ended, null) is { } callback)
            ThreadPool.UnsafeQueueUserWorkItem(callback, _endedState, preferLocal: false);
    }
}
