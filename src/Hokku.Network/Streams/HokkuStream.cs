using System.Net.Sockets;

namespace Hokku.Network;

/// <summary>
/// A connected stream socket as a <see cref="Stream"/>. Reads and writes are independent; errors are <see cref="IOException"/>s with the
/// <see cref="SocketException"/> inside, as System.Net.Sockets.NetworkStream has them.
/// </summary>
/// <param name="socket">A connected stream socket.</param>
/// <param name="ownsSocket">Whether the socket is closed with the stream.</param>
public sealed class HokkuStream(HokkuSocket socket, bool ownsSocket = true) : Stream
{
    /// <summary>The socket below.</summary>
    public HokkuSocket Socket { get; } = socket;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override bool CanTimeout => true;

    /// <summary>Milliseconds; 0 for ever.</summary>
    public override int ReadTimeout
    {
        get => Socket.ReceiveTimeout;
        set => Socket.ReceiveTimeout = value;
    }

    /// <summary>Milliseconds; 0 for ever.</summary>
    public override int WriteTimeout
    {
        get => Socket.SendTimeout;
        set => Socket.SendTimeout = value;
    }

    /// <summary>Whether a read would not wait.</summary>
    public bool DataAvailable => Socket.Available > 0;

    public override long Length => throw new NotSupportedException("A connection has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A connection has no position.");
        set => throw new NotSupportedException("A connection has no position.");
    }

    /// <summary>Ends the writing side: the peer reads the end of the stream; reading goes on.</summary>
    public void EndWriting() => Socket.Shutdown(SocketShutdown.Send);

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Socket.Receive(buffer);
        }
        catch (SocketException exception)
        {
            throw Failure("read from", exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        return read.IsCompletedSuccessfully ? read : Wrap(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            Socket.Send(buffer);
        }
        catch (SocketException exception)
        {
            throw Failure("write to", exception);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var write = Socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
        if (!write.IsCompletedSuccessfully)
            return WrapWrite(write);
        write.GetAwaiter().GetResult();
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A connection cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("A connection has no length.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsSocket)
            Socket.Close();
        base.Dispose(disposing);
    }

    // Pooled: a read that waits allocates nothing.
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> Wrap(ValueTask<int> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw Failure("read from", exception);
        }
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WrapWrite(ValueTask<int> write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw Failure("write to", exception);
        }
    }

    private static IOException Failure(string what, SocketException exception) =>
        new($"Unable to {what} the connection: {exception.SocketErrorCode}.", exception);
}
