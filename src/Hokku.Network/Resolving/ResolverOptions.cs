using System.Net;

namespace Hokku.Network;

/// <summary>How names are resolved.</summary>
public sealed record ResolverOptions
{
    /// <summary>The servers, asked in this order, round after round.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>The path of a hosts file, asked first; null for none. Read again when it has changed.</summary>
    public string? HostsFile { get; init; }

    /// <summary>Names that the program knows itself, asked before all else; empty when it does not know one. Null for none.</summary>
    public Func<string, IReadOnlyList<IPAddress>>? KnownNames { get; init; }

    /// <summary>How long one server has to answer one query.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the list of servers is gone through.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>How many names the cache holds.</summary>
    public int CacheSize { get; init; } = 4096;

    /// <summary>The longest that an answer is kept, whatever its TTL says.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest that "there is none" is kept (RFC 2308).</summary>
    public TimeSpan MaximumNegativeAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock of timeouts and the cache; virtual in tests.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
