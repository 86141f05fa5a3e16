using Hokku.Network;

namespace Simulations;

/// <summary>The service that keeps orders. It knows an order that it has, and so each is taken once, however often it is told.</summary>
internal static class OrderBook
{
    public const int Port = 9000;

    /// <summary>Keeps what clients say, an order a line, each answered by "ok".</summary>
    public static async Task Serve(HostLife life)
    {
        var orders = new List<string>();
        life.Storage["orders"] = orders;
        using var listener = life.Network.Listen(Port);
        while (true)
            _ = Answer(await listener.AcceptAsync(life.Stopping), orders);
    }

    /// <summary>The orders that a host holds.</summary>
    public static IReadOnlyList<string> Of(SimulatedHost host) => (List<string>)host.Storage["orders"];

    private static async Task Answer(HokkuSocket connection, List<string> orders)
    {
        using var stream = new HokkuStream(connection);
        using var reader = new StreamReader(stream);
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                if (!orders.Contains(line))
                    orders.Add(line);
                await stream.WriteAsync("ok\n"u8.ToArray());
            }
        }
        catch (IOException)
        {
            // The client is gone.
        }
    }
}
