namespace Hokku.Driver;

/// <summary>How a driver is published.</summary>
public sealed record PublishedDriverOptions
{
    /// <summary>The folder for hosts; null for the user's usual one.</summary>
    public string? Root { get; init; }

    /// <summary>The group that may open sockets, but neither configure, nor capture, nor open raw sockets; null for nobody but the owner.</summary>
    public string? ShareGroup { get; init; }

    /// <summary>How many clients may be connected at once; further ones are turned away.</summary>
    public int MaximumClients { get; init; } = 256;

    /// <summary>How many sockets a client may have open at once; further ones answer TooManyOpenSockets.</summary>
    public int MaximumSocketsPerClient { get; init; } = 4096;

    /// <summary>How long what a client sent before it let go of a socket may take; then the connection is reset.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Told of exceptions while serving, which are faults of the stack; the server goes on. When null, they end the process.</summary>
    public Action<Exception>? Failed { get; init; }
}
