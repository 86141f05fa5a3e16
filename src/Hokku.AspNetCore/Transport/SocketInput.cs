using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Hokku.Network;

namespace Hokku.AspNetCore.Transport;

/// <summary>
/// What a connection receives, read from its socket by whoever reads the pipe: no loop and no queue lies between. What is not read stays in the
/// receive window, so back-pressure reaches the peer. An idle connection holds no memory.
/// </summary>
internal sealed class SocketInput(HokkuSocket socket, HokkuConnection connection) : PipeReader
{
    private PipeSegment? _head;
    private PipeSegment? _tail;
    private PipeSegment? _spare;
    private SegmentSize _size = new();
    private int _consumed;
    private bool _isExamined;
    private bool _hasEnded;
    private bool _isCompleted;
    private int _isCancelRequested;
    private CancellationTokenSource? _cancel;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (TryRead(out var result))
            return new(result);
        if (cancellationToken.CanBeCanceled)
            return ReadAsync(cancellationToken, default);
        var token = CancelToken();
        if (Volatile.Read(ref _isCancelRequested) != 0)
            return new(Result());
        ValueTask<int> ready;
        try
        {
            ready = socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, token);
        }
        catch (ObjectDisposedException)
        {
            return ValueTask.FromException<ReadResult>(connection.AbortReason);
        }

        if (!ready.IsCompletedSuccessfully)
            return WaitAsync(ready, isData: false);
        ready.GetAwaiter().GetResult();
        var received = socket.ReceiveAsync(Room(), SocketFlags.None, token);
        if (!received.IsCompletedSuccessfully)
            return WaitAsync(received, isData: true);
        Take(received.Result);
        return new(Result());
    }

    public override bool TryRead(out ReadResult result)
    {
        if (_isCompleted)
            throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        if (Volatile.Read(ref _isCancelRequested) != 0 || _hasEnded || (_head is not null && !_isExamined))
        {
            result = Result();
            return true;
        }

        result = default;
        return false;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (consumed.GetObject() is not PipeSegment segment || _head is null)
            return;
        _isExamined = examined.GetObject() == _tail && examined.GetInteger() == _tail!.Length;
        while (_head != segment)
        {
            var next = _head.Following ?? throw new InvalidOperationException("The position is not within what was read.");
            Release(_head);
            _head = next;
        }

        _consumed = consumed.GetInteger();
        if (_consumed < segment.Length)
            return;
        _head = segment.Following;
        _consumed = 0;
        if (_head is null)
            _tail = null;
        Release(segment);
    }

    public override void CancelPendingRead()
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
        while (_head is not null)
        {
            var next = _head.Following;
            Release(_head);
            _head = next;
        }

        _tail = null;
    }

    // With a token of the caller's: its cancellation ends the wait and is thrown.
    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken, CancellationToken none)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (cancellationToken.UnsafeRegister(static input => ((SocketInput)input!).CancelPendingRead(), this))
        {
            var result = await ReadAsync(none).ConfigureAwait(false);
            if (result.IsCanceled)
                cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(ValueTask<int> waiting, bool isData)
    {
        try
        {
            int count = await waiting.ConfigureAwait(false);
            if (isData)
                Take(count);
            else if (Volatile.Read(ref _isCancelRequested) == 0)
                Take(await socket.ReceiveAsync(Room(), SocketFlags.None, CancelToken()).ConfigureAwait(false));
            return Result();
        }
        catch (OperationCanceledException)
        {
            DropEmptyTail();
            // Without a request it was meant for the read before this one: the source is used up, that is all.
            Volatile.Write(ref _cancel, null);
            if (Volatile.Read(ref _isCancelRequested) != 0)
                return Result();
        }
        catch (SocketException problem)
        {
            End();
            throw connection.Failed(problem);
        }
        catch (ObjectDisposedException)
        {
            End();
            throw connection.AbortReason;
        }

        return await ReadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private CancellationToken CancelToken()
    {
        var source = Volatile.Read(ref _cancel);
        if (source is null)
        {
            Volatile.Write(ref _cancel, source = new CancellationTokenSource());
            Interlocked.MemoryBarrier();
        }

        return source.Token;
    }

    private ReadResult Result()
    {
        bool isCancelled = Volatile.Read(ref _isCancelRequested) != 0 && Interlocked.Exchange(ref _isCancelRequested, 0) != 0;
        if (isCancelled && _cancel is { IsCancellationRequested: true })
            Volatile.Write(ref _cancel, null);
        var octets = _head is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_head, _consumed, _tail!, _tail!.Length);
        return new(octets, isCancelled, _hasEnded);
    }

    // Where the next octets go: the rest of the last segment when it is worth it, else a new one.
    private Memory<byte> Room()
    {
        if (_tail is { } last && last.Room >= 1024)
            return last.Free;
        var segment = _spare ?? new PipeSegment();
        _spare = null;
        segment.Rent(_size.Octets);
        if (_tail is null)
            _head = segment;
        else
            _tail.Following = segment;
        _tail = segment;
        return segment.Free;
    }

    private void Take(int count)
    {
        if (count == 0)
        {
            End();
            connection.InputEnded();
            return;
        }

        _size.Filled(count);
        _tail!.Advance(count);
        _isExamined = false;
    }

    private void End()
    {
        _hasEnded = true;
        DropEmptyTail();
    }

    private void DropEmptyTail()
    {
        if (_tail is not { Length: 0 } empty)
            return;
        if (_head == empty)
        {
            _head = _tail = null;
        }
        else
        {
            _tail = _head;
            while (_tail!.Following != empty)
                _tail = _tail.Following;
            _tail.Following = null;
        }

        Release(empty);
    }

    private void Release(PipeSegment segment)
    {
        segment.Return();
        _spare ??= segment;
    }
}
