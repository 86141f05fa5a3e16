using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Hokku.Network.Sockets.Operations;

/// <summary>
/// One call that may have to wait: tried at once, else queued at its direction and tried again when the socket is ready. Completed by the thread that
/// waits (blocking calls) or on the thread pool; never inside the stack, and on a thread that carries packets only where the socket asks for it. Kept and
/// used again.
/// </summary>
internal abstract class SocketOperation : IValueTaskSource<int>, IValueTaskSource, IThreadPoolWorkItem
{
    private static readonly Action<object?, CancellationToken> Cancelled = static (state, token) => ((SocketOperation)state!).Cancel(token);

    private ManualResetValueTaskSourceCore<int> _source;
    private ManualResetEventSlim? _event;
    private CancellationTokenRegistration _registration;
    private bool _blocking;

    /// <summary>The queue that the operation waits in.</summary>
    public SocketDirection? Direction { get; set; }

    public SocketOperation? Next { get; set; }

    /// <summary>Somebody is about to try it, or doing so. Guarded by the direction.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>It is in the queue. Guarded by the direction.</summary>
    public bool IsQueued { get; set; }

    /// <summary>It is to end with this error at the next occasion; Success while not. Guarded by the direction.</summary>
    public SocketError Ending { get; set; }

    /// <summary>Why it was cancelled.</summary>
    public CancellationToken Token { get; private set; }

    public SocketError Error { get; protected set; }

    /// <summary>What the call answers.</summary>
    public int Result { get; protected set; }

    public bool IsDone { get; private set; }

    /// <summary>Tries the call. False when it would block; else <see cref="Error"/> and <see cref="Result"/> are set.</summary>
    public abstract bool TryPerform();

    /// <summary>The user has fetched the result: forget memory and states, go back to where operations are kept.</summary>
    protected abstract void Recycle();

    public void EndWith(SocketError error) => Error = error;

    /// <summary>Makes the operation ready for a new call.</summary>
    public void Prepare(bool blocking)
    {
        _blocking = blocking;
        IsDone = false;
        Error = SocketError.Success;
        Ending = SocketError.Success;
        Result = 0;
        Token = default;
        if (blocking)
            (_event ??= new ManualResetEventSlim()).Reset();
    }

    /// <summary>Before it is queued, so that the registration belongs to this call and no later one.</summary>
    public void Register(CancellationToken token)
    {
        if (token.CanBeCanceled)
            _registration = token.UnsafeRegister(Cancelled, this);
    }

    /// <summary>No cancellation reaches the operation any more; one that is under way has ended.</summary>
    public void Unregister()
    {
        _registration.Dispose();
        _registration = default;
    }

    /// <summary>Somebody shall try it again: the thread that waits, or one of the pool.</summary>
    public void Schedule()
    {
        if (_blocking)
            _event!.Set();
        else if (Direction!.CompletesInline)
            Execute();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute() => Direction!.Process(this);

    /// <summary>Tells the result. Outside of all locks.</summary>
    /// <param name="inline">Whether the caller is a thread of the pool with nothing else to do.</param>
    public void Complete(bool inline)
    {
        Unregister();
        if (_blocking)
        {
            IsDone = true;
            _event!.Set();
            return;
        }

        _source.RunContinuationsAsynchronously = !inline;
        _source.SetResult(0);
    }

    /// <summary>Waits, on the caller's thread, until the queued operation is done, and tries it whenever it is scheduled.</summary>
    /// <param name="timeout">Milliseconds; 0 or less waits for ever.</param>
    public void Wait(int timeout)
    {
        long end = Environment.TickCount64 + timeout;
        while (!IsDone)
        {
            int left = timeout <= 0 ? Timeout.Infinite : (int)Math.Max(0, end - Environment.TickCount64);
            if (!_event!.Wait(left))
            {
                Direction!.Cancel(this, SocketError.TimedOut);
                _event.Wait();
            }

            _event.Reset();
            if (!IsDone)
                Direction!.ProcessIfScheduled(this);
        }
    }

    /// <summary>The result of a call that did not have to wait, or has waited on this thread.</summary>
    /// <exception cref="SocketException">It failed.</exception>
    public int Take()
    {
        int result = Result;
        var error = Error;
        var token = Token;
        Recycle();
        if (error != SocketError.Success)
            Throw(error, token);
        return result;
    }

    /// <summary>As <see cref="Take"/>, with a failure inside the task.</summary>
    public ValueTask<int> TakeAsTask()
    {
        if (Error == SocketError.Success)
            return new(Take());
        try
        {
            return new(Take());
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return ValueTask.FromException<int>(exception);
        }
    }

    public ValueTask<int> Task => new(this, _source.Version);

    public ValueTask VoidTask => new(this, _source.Version);

    public short Version => _source.Version;

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    int IValueTaskSource<int>.GetResult(short token)
    {
        Fetch(token);
        return Take();
    }

    void IValueTaskSource.GetResult(short token)
    {
        Fetch(token);
        Take();
    }

    /// <summary>Checks that the task is awaited once only.</summary>
    protected void Fetch(short token)
    {
        _source.GetResult(token);
        _source.Reset();
    }

    private static void Throw(SocketError error, CancellationToken token)
    {
        if (error == SocketError.OperationAborted && token.IsCancellationRequested)
            throw new OperationCanceledException(token);
        throw new SocketException((int)error);
    }

    private void Cancel(CancellationToken token)
    {
        Token = token;
        Direction!.Cancel(this, SocketError.OperationAborted);
    }
}
