using System.Buffers;
using System.Net.Sockets;
using Hokku.Network;

namespace Hokku.AspNetCore.Forwarding;

/// <summary>
/// Joins a connection of the kernel with one of a Hokku host: both ways, with half-closes, and a reset of one side resets the other.
/// </summary>
internal static class Relay
{
    private const int BlockSize = 65536;

    public static async Task RunAsync(Socket kernel, HokkuSocket hokku, CancellationToken cancellationToken)
    {
        using var reset = cancellationToken.UnsafeRegister(_ => Reset(kernel, hokku), null);
        using (kernel)
        using (hokku)
        {
            try
            {
                var outward = CopyAsync(kernel, hokku);
                await CopyAsync(hokku, kernel).ConfigureAwait(false);
                await outward.ConfigureAwait(false);
            }
            catch (Exception lost) when (lost is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                Reset(kernel, hokku);
            }
        }
    }

    private static async Task CopyAsync(Socket from, HokkuSocket to)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (int count; (count = await from.ReceiveAsync(block.AsMemory()).ConfigureAwait(false)) > 0;)
                await to.SendAsync(block.AsMemory(0, count)).ConfigureAwait(false);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            Reset(from, to);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static async Task CopyAsync(HokkuSocket from, Socket to)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (int count; (count = await from.ReceiveAsync(block.AsMemory()).ConfigureAwait(false)) > 0;)
            {
                for (int sent = 0; sent < count;)
                    sent += await to.SendAsync(block.AsMemory(sent, count - sent)).ConfigureAwait(false);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            Reset(to, from);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static void Reset(Socket kernel, HokkuSocket hokku)
    {
        hokku.Abort();
        try
        {
            kernel.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Then it is closed already.
        }

        kernel.Dispose();
    }
}
