using System.IO.Pipelines;
using System.Net.Sockets;
using Hokku.Network;

namespace Hokku.AspNetCore.Transport;

/// <summary>
/// What a connection sends: a flush hands what was written to the socket and waits until its send buffer has taken it, so that back-pressure reaches
/// the writer. Completing ends the sending side (FIN) after what was written.
/// </summary>
internal sealed class SocketOutput(HokkuSocket socket) : PipeWriter
{
    private PipeSegment? _head;
    private PipeSegment? _tail;
    private PipeSegment? _spare;
    private SegmentSize _size = new();
    private long _unflushed;
    private int _isCancelRequested;
    private CancellationTokenSource? _cancel;
    private bool _isBroken;
    private bool _isCompleted;

    // The transfer that waits for room in the socket's send buffer, also after the flush that began it was cancelled.
    private Task? _sending;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    /// <summary>What is under way to the socket; done when all that was written before the end is handed over and the end is told.</summary>
    public Task Ending { get; private set; } = Task.CompletedTask;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (bytes == 0)
            return;
        _tail!.Advance(bytes);
        _unflushed += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_sending is null && TrySend())
            return new(Result());
        return WaitAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        Volatile.Write(ref _isCancelRequested, 1);
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _cancel)?.Cancel();
    }

    public override void Complete(Exception? exception = null)
    {
        if (_isCompleted)
            return;
        _isCompleted = true;
        if (exception is not null)
        {
            socket.Abort();
            Clear();
        }
        else if (_sending is null && TrySend())
        {
            EndSending();
        }
        else
        {
            Ending = EndAsync();
        }
    }

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        Complete(exception);
        await Ending.ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        if (_sending is { } sending)
            await sending.ConfigureAwait(false);
        if (TrySend() || await SendRestAsync().ConfigureAwait(false))
            EndSending();
    }

    private void EndSending()
    {
        Clear();
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The connection is gone: there is nobody to be told.
        }
    }

    private async ValueTask<FlushResult> WaitAsync(CancellationToken cancellationToken)
    {
        var source = new CancellationTokenSource();
        Volatile.Write(ref _cancel, source);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isCancelRequested) == 0)
        {
            var sending = _sending ??= SendRestAsync();
            try
            {
                await Wait(sending, source.Token, cancellationToken).ConfigureAwait(false);
                _sending = null;
                if (_head is not null)
                    await (_sending = SendRestAsync()).WaitAsync(source.Token).ConfigureAwait(false);
                _sending = null;
            }
            catch (OperationCanceledException)
            {
                // What is under way goes on; the next flush waits for it.
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        Volatile.Write(ref _cancel, null);
        return Result();
    }

    private static async Task Wait(Task sending, CancellationToken ours, CancellationToken theirs)
    {
        if (!theirs.CanBeCanceled)
        {
            await sending.WaitAsync(ours).ConfigureAwait(false);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(ours, theirs);
        await sending.WaitAsync(either.Token).ConfigureAwait(false);
    }

    // The usual case: the socket takes everything at once. False when something has to wait; the rest is what is linked from the head.
    private bool TrySend()
    {
        if (_unflushed == 0)
            return true;
        _size.Filled((int)Math.Min(_unflushed, int.MaxValue));
        while (_head is { } segment && !_isBroken)
        {
            ValueTask<int> sent;
            try
            {
                sent = socket.SendAsync(segment.Written, segment.Following is null ? SocketFlags.None : HokkuSocketFlags.More);
            }
            catch (ObjectDisposedException)
            {
                _isBroken = true;
                break;
            }

            if (!sent.IsCompletedSuccessfully)
            {
                _sending = SendRestAsync(sent);
                return false;
            }

            sent.GetAwaiter().GetResult();
            _head = segment.Following;
            Release(segment);
        }

        Clear();
        return true;
    }

    private Task<bool> SendRestAsync() => SendRestAsync(default);

    // Takes the segments along: what is written meanwhile begins a list of its own.
    private async Task<bool> SendRestAsync(ValueTask<int> first)
    {
        var segment = _head;
        _head = _tail = null;
        _unflushed = 0;
        try
        {
            if (segment is not null && first != default)
                await first.ConfigureAwait(false);
            else if (segment is not null)
                await socket.SendAsync(segment.Written).ConfigureAwait(false);
            while (segment?.Following is { } next)
            {
                segment.Return();
                segment = next;
                await socket.SendAsync(segment.Written, segment.Following is null ? SocketFlags.None : HokkuSocketFlags.More).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            _isBroken = true;
        }

        while (segment is not null)
        {
            var next = segment.Following;
            segment.Return();
            segment = next;
        }

        return !_isBroken;
    }

    private FlushResult Result()
    {
        bool isCancelled = Volatile.Read(ref _isCancelRequested) != 0 && Interlocked.Exchange(ref _isCancelRequested, 0) != 0;
        return new(isCancelled, _isBroken);
    }

    private Memory<byte> Room(int sizeHint)
    {
        if (_isCompleted)
            throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
        if (_tail is { } last && last.Room >= Math.Max(sizeHint, 1))
            return last.Free;
        var segment = _spare ?? new PipeSegment();
        _spare = null;
        segment.Rent(Math.Max(sizeHint, _size.Octets));
        if (_tail is null)
            _head = segment;
        else
            _tail.Following = segment;
        _tail = segment;
        return segment.Free;
    }

    private void Clear()
    {
        while (_head is { } segment)
        {
            _head = segment.Following;
            Release(segment);
        }

        _tail = null;
        _unflushed = 0;
    }

    private void Release(PipeSegment segment)
    {
        segment.Return();
        _spare ??= segment;
    }
}
