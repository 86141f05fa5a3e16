namespace Hokku.Benchmarks.Compare;

/// <summary>Where a subject serves what. The first three are those of the ceiling.</summary>
internal static class WorkPort
{
    /// <summary>Takes what comes, and closes when the peer does.</summary>
    public const int Sink = 5001;

    /// <summary>Sends until the peer closes.</summary>
    public const int Source = 5002;

    /// <summary>Sends back what comes.</summary>
    public const int Echo = 5003;

    /// <summary>Closes every connection at once.</summary>
    public const int Close = 5004;

    /// <summary>Sends back what comes, by asynchronous calls.</summary>
    public const int AsyncEcho = 5005;

    /// <summary>Sends back datagrams.</summary>
    public const int Datagrams = 5006;
}
