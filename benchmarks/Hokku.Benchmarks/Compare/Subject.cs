using System.Net.Sockets;

namespace Hokku.Benchmarks.Compare;

/// <summary>The process that is measured: serves every work until its input ends, and answers "allocated" on the way with octets.</summary>
internal static class Subject
{
    private const int Chunk = 128 * 1024;

    public static void Serve(IEnd end)
    {
        Serve(end.Listen(WorkPort.Sink), Sink);
        Serve(end.Listen(WorkPort.Source), Source);
        Serve(end.Listen(WorkPort.Echo), Echo);
        ServeAsync(end.Listen(WorkPort.AsyncEcho));
        ServeClosing(end.Listen(WorkPort.Close));
        Start(() => end.EchoDatagrams(WorkPort.Datagrams));
        Console.WriteLine("ready");
        Answer();
    }

    /// <summary>Answers what the one who measures asks, until there is nobody any more.</summary>
    public static void Answer()
    {
        while (Console.ReadLine() is not null)
            Console.WriteLine(GC.GetTotalAllocatedBytes(precise: true));
    }

    private static void Serve(Func<IConnection> accept, Action<IConnection> work) => Start(() =>
    {
        while (true)
        {
            var connection = accept();
            Start(() =>
            {
                using (connection)
                    Work(connection, work);
            });
        }
    });

    private static void ServeAsync(Func<IConnection> accept) => Start(() =>
    {
        while (true)
            _ = EchoAsync(accept());
    });

    private static void Work(IConnection connection, Action<IConnection> work)
    {
        try
        {
            work(connection);
        }
        catch (SocketException)
        {
            // The client has measured enough.
        }
    }

    private static void ServeClosing(Func<IConnection> accept) => Start(() =>
    {
        while (true)
            accept().Dispose();
    });

    private static void Start(Action action) => new Thread(() => Run(action)) { IsBackground = true }.Start();

    private static void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The host has ended, and its sockets with it.
        }
    }

    private static void Sink(IConnection connection)
    {
        var octets = new byte[Chunk];
        while (connection.Receive(octets) > 0)
        {
        }
    }

    private static void Source(IConnection connection)
    {
        var octets = new byte[Chunk];
        while (connection.Send(octets) > 0)
        {
        }
    }

    private static void Echo(IConnection connection)
    {
        var octets = new byte[4096];
        for (int count; (count = connection.Receive(octets)) > 0;)
            connection.Send(octets.AsSpan(0, count));
    }

    private static async Task EchoAsync(IConnection connection)
    {
        using (connection)
        {
            var octets = new byte[64];
            try
            {
                for (int count; (count = await connection.ReceiveAsync(octets)) > 0;)
                    await connection.SendAsync(octets.AsMemory(0, count));
            }
            catch (SocketException)
            {
                // The client has measured enough.
            }
        }
    }
}
