using Hokku.Buffers;

namespace Hokku.Testing;

/// <summary>Every buffer of a pool, until it is disposed.</summary>
internal sealed class HeldBuffers : IDisposable
{
    private BufferList _buffers;

    public HeldBuffers(BufferPool pool)
    {
        while (pool.Create() is { } buffer)
            _buffers.Enqueue(buffer);
    }

    public void Dispose() => _buffers.FreeAll();
}
