namespace Hokku.AspNetCore;

/// <summary>How Kestrel uses a Hokku host.</summary>
public sealed class HokkuTransportOptions
{
    /// <summary>How many connections may wait to be accepted.</summary>
    public int Backlog { get; set; } = 1024;

    /// <summary>Whether small segments are sent at once (TCP_NODELAY).</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>
    /// Whether plain addresses (http://0.0.0.0:80, ListenAnyIP, ASPNETCORE_URLS) are the host's too, instead of the kernel's. So an unmodified
    /// program moves to a host as a whole.
    /// </summary>
    public bool TakePlainAddresses { get; set; }

    /// <summary>
    /// Whether a peer that has ended its side only may still be answered. When false, the end of its side counts as the end of the connection, as
    /// Kestrel's own sockets have it: the request is aborted.
    /// </summary>
    public bool KeepHalfOpen { get; set; }

    /// <summary>Octets that may wait to be sent or acknowledged on a connection; null for the host's usual. Back-pressure begins there.</summary>
    public int? SendBufferSize { get; set; }

    /// <summary>Octets that may wait to be read on a connection; null for the host's usual.</summary>
    public int? ReceiveBufferSize { get; set; }

    internal void Validate()
    {
        Positive(nameof(Backlog), Backlog);
        Positive(nameof(SendBufferSize), SendBufferSize);
        Positive(nameof(ReceiveBufferSize), ReceiveBufferSize);
    }

    private static void Positive(string name, int? value)
    {
        if (value is < 1)
            throw new ConfigurationException($"{nameof(HokkuTransportOptions)}.{name}", value.ToString(), "a number of 1 or more");
    }
}
