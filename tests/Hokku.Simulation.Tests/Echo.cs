using System.Text;
using Hokku.Network;

namespace Hokku.Simulation.Tests;

/// <summary>A small service and its client, for worlds that test the world.</summary>
internal static class Echo
{
    public const int Port = 7;

    /// <summary>Gives back what it gets, for each connection on its own.</summary>
    public static async Task Serve(HostLife life)
    {
        using var listener = life.Network.Listen(Port);
        while (true)
        {
            var connection = await listener.AcceptAsync(life.Stopping);
            _ = Answer(new HokkuStream(connection));
        }
    }

    /// <summary>Asks once, on a connection of its own.</summary>
    public static async Task<string> Ask(HostLife life, string host, string text, CancellationToken cancellationToken = default)
    {
        using var stream = await life.ConnectAsync(host, Port, cancellationToken);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        var answer = new byte[text.Length];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return Encoding.UTF8.GetString(answer);
    }

    private static async Task Answer(HokkuStream stream)
    {
        using var closes = stream;
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var count)
                await stream.WriteAsync(buffer.AsMemory(0, count));
        }
        catch (IOException)
        {
        }
    }
}
