using System.Net.Sockets;
using System.Text;

namespace Simulations;

/// <summary>A client that orders, and asks again when it has had no answer.</summary>
internal static class OrderClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <param name="life">The host it runs on.</param>
    /// <param name="order">What it wants.</param>
    /// <param name="tries">How often it asks before it gives up.</param>
    public static async Task OrderAsync(HostLife life, string order, int tries)
    {
        for (int i = 0; i < tries; i++)
        {
            if (i > 0)
                await life.Delay(TimeSpan.FromSeconds(1));
            using var patience = new CancellationTokenSource(Patience, life.Time);
            try
            {
                using var stream = await life.ConnectAsync("shop", OrderBook.Port, patience.Token);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(order + "\n"), patience.Token);
                var answer = new byte[3];
                await stream.ReadExactlyAsync(answer, patience.Token);
                return;
            }
            catch (Exception problem) when (problem is OperationCanceledException or SocketException or IOException)
            {
                // Once more.
            }
        }
    }
}
