using System.Net.Sockets;

namespace Hokku.Services;

/// <summary>A small server on one port. Bound when it is made, so that a taken port is told at once; serves from <see cref="RunAsync"/> on.</summary>
public abstract class Service(string name, int port) : IDisposable
{
    /// <summary>Such as "echo/tcp".</summary>
    public string Name { get; } = name;

    public int Port { get; } = port;

    /// <summary>Serves until cancelled or disposed.</summary>
    public abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Closes the port.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Whether the exception is what a peer or a stopping host may cause at any time.</summary>
    protected static bool IsExpected(Exception problem) => problem is SocketException or OperationCanceledException or ObjectDisposedException or IOException;
}
