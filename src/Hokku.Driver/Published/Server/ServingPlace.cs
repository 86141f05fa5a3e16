namespace Hokku.Driver.Published;

/// <summary>Where sockets are served: one loop, what its thread has for all of them, and those that nobody uses any more but that have something to send.</summary>
internal sealed class ServingPlace : IDisposable
{
    private const int ReapInterval = 500;
    private readonly List<ServedSocket> _closing = [];

    public ServingPlace(string name, TimeSpan closeTimeout, Action<Exception>? failed)
    {
        CloseTimeout = (long)closeTimeout.TotalMilliseconds;
        Loop = new ReadinessLoop(name) { Idle = ReapClosing, Failed = failed };
    }

    public ReadinessLoop Loop { get; }

    /// <summary>Room for one transfer; the loop's thread only.</summary>
    public byte[] Scratch { get; } = new byte[DatagramHeader.MaximumFrame];

    /// <summary>How long a socket without a user may take to send what is left. Milliseconds.</summary>
    public long CloseTimeout { get; }

    /// <summary>A socket without a user that has still something to send.</summary>
    public void AddClosing(ServedSocket socket)
    {
        _closing.Add(socket);
        Loop.Patience = ReapInterval;
    }

    /// <summary>After the loop has ended.</summary>
    public void Dispose()
    {
        foreach (var socket in _closing)
            socket.Destroy(aborts: false);
        _closing.Clear();
    }

    private void ReapClosing()
    {
        for (int i = _closing.Count - 1; i >= 0; i--)
        {
            if (_closing[i].TryFinishClosing())
                _closing.RemoveAt(i);
        }

        if (_closing.Count == 0)
            Loop.Patience = -1;
    }
}
