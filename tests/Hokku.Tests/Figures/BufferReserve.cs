using Hokku.Buffers;

namespace Hokku.Tests.Figures;

/// <summary>
/// Lets a pool grow to what the sockets' buffers can ever hold, so that how far it has grown is not left to how threads happen to meet: growing
/// is no cost of a packet.
/// </summary>
internal static class BufferReserve
{
    private const int Buffers = 4096;

    public static void Make(BufferPool pool)
    {
        var seed = pool.Create()!;
        seed.TryAppend(new byte[65536]);
        BufferList held = default;
        for (int i = 0; i < Buffers; i++)
        {
            var buffer = pool.Create()!;
            buffer.AppendCloned(seed, 0, seed.Size);
            held.Enqueue(buffer);
        }

        held.FreeAll();
        seed.Free();
    }
}
