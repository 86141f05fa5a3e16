using System.IO.Pipelines;
using System.Net.Sockets;

namespace Hokku.Network;

/// <summary>A connected stream socket as a pair of pipes. Completing the output ends the writing side; completing both closes the socket, and an
/// output that is completed with an exception resets the connection.</summary>
public sealed class SocketDuplexPipe : IDuplexPipe, IAsyncDisposable
{
    private readonly HokkuSocket _socket;

    /// <param name="socket">A connected stream socket; it is the pipe's from now on.</param>
    public SocketDuplexPipe(HokkuSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _socket = socket;
        var stream = new HokkuStream(socket, ownsSocket: false);
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16384, leaveOpen: true, useZeroByteReads: true));
        Output = new EndingPipeWriter(PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 16384, leaveOpen: true)), socket);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public async ValueTask DisposeAsync()
    {
        await Output.CompleteAsync().ConfigureAwait(false);
        await Input.CompleteAsync().ConfigureAwait(false);
        _socket.Close();
    }

    /// <summary>Tells the peer that nothing more will come.</summary>
    private sealed class EndingPipeWriter(PipeWriter inner, HokkuSocket socket) : PipeWriter
    {
        private bool _isCompleted;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(source, cancellationToken);

        public override void Complete(Exception? exception = null)
        {
            if (_isCompleted)
                return;
            _isCompleted = true;
            inner.Complete(exception);
            End(exception);
        }

        public override async ValueTask CompleteAsync(Exception? exception = null)
        {
            if (_isCompleted)
                return;
            _isCompleted = true;
            await inner.CompleteAsync(exception).ConfigureAwait(false);
            End(exception);
        }

        private void End(Exception? exception)
        {
            if (exception is not null)
            {
                socket.Abort();
                return;
            }

            try
            {
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // The connection is gone: there is nobody to be told.
            }
        }
    }
}
