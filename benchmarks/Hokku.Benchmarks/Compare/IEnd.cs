namespace Hokku.Benchmarks.Compare;

/// <summary>A connection of either kind, the kernel's or Hokku's, by blocking calls.</summary>
internal interface IConnection : IDisposable
{
    int Send(ReadOnlySpan<byte> octets);

    int Receive(Span<byte> octets);

    ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets);

    ValueTask<int> ReceiveAsync(Memory<byte> octets);
}

/// <summary>What subjects are made of: the sockets of the kernel, or those of a Hokku host.</summary>
internal interface IEnd : IDisposable
{
    /// <summary>Listens; each call of what is returned waits for a connection.</summary>
    Func<IConnection> Listen(int port);

    /// <summary>Sends back datagrams for ever.</summary>
    void EchoDatagrams(int port);
}
