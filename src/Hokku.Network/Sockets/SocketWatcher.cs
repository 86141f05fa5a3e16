namespace Hokku.Network.Sockets;

/// <summary>One thread that watches a socket in Poll or Select.</summary>
internal sealed class SocketWatcher(ManualResetEventSlim wake)
{
    public SocketWatcher? Next { get; set; }

    public void Wake() => wake.Set();
}
