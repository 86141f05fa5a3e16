using System.Runtime.InteropServices;

namespace Hokku.Buffers;

/// <summary>
/// A piece of memory that buffers share by counting references: 2048 octets of a pool's slab, or foreign memory.
/// Lives outside the GC heap, one cache line each, beside (not in front of) the memory it describes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct BufferChunk
{
    public byte* Memory;

    /// <summary>The next one of a chain: the pool's free list, or a batch on its way to or from it.</summary>
    public BufferChunk* Next;

    /// <summary>A GC handle of the pool it returns to, whichever buffer it ends up in.</summary>
    public nint Pool;

    public int References;

    public int Capacity;

    /// <summary>Where the pool notes the owner of foreign memory; -1 for the pool's own.</summary>
    public int Foreign;

    /// <summary>Counts the lives of the chunk, for the debug pool's reports.</summary>
    public uint Generation;

    public readonly bool IsForeign => Foreign >= 0;

    /// <summary>Whether nobody else refers to it. The answer can only become true behind our back, never false.</summary>
    public readonly bool IsSole => Volatile.Read(in References) == 1;
}
