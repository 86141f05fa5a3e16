using System.Net;
using System.Net.Sockets;
using Hokku.Wire.Dns;

namespace Hokku.Network;

/// <summary>
/// Resolves names by a hosts file and by DNS over the host's own UDP and TCP (RFC 1034, 1035, 2308, 6891): several servers, retries, truncation to TCP, answers
/// matched by id, port, question and letter case, and a bounded cache.
/// </summary>
public sealed class Resolver
{
    private const int AliasLimit = 8;
    private readonly NetworkHost _host;
    private readonly ResolverOptions _options;
    private readonly HostsFile? _hosts;
    private readonly DnsCache _cache;

    public Resolver(NetworkHost host, ResolverOptions options)
    {
        _host = host;
        _options = options;
        _hosts = options.HostsFile is null ? null : new HostsFile(options.HostsFile);
        _cache = new DnsCache(options);
    }

    /// <summary>The addresses of a name, or the address that the text is.</summary>
    /// <param name="name">A host's name or an address as text.</param>
    /// <param name="family">InterNetwork, InterNetworkV6, or Unspecified for both.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="ResolverException">There are none, or no server answered.</exception>
    public async Task<IPAddress[]> GetAddressesAsync(string name, AddressFamily family = AddressFamily.InterNetwork, CancellationToken cancellationToken = default)
    {
        if (IPAddress.TryParse(name, out var literal))
            return [literal];
        var known = Known(name).Where(address => family == AddressFamily.Unspecified || address.AddressFamily == family).ToArray();
        if (known.Length > 0)
            return known;
        // RFC 6761, 6.3: never asked of a server.
        if (IsLocalhost(name))
            return [family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback];
        var found = new List<IPAddress>();
        ResolverException? problem = null;
        foreach (var type in Types(family))
        {
            try
            {
                found.AddRange((await QueryAsync(name, type, cancellationToken).ConfigureAwait(false)).Where(record => record.Address is not null).Select(record => record.Address!));
            }
            catch (ResolverException failure)
            {
                problem = failure;
            }
        }

        return found.Count > 0 ? [.. found] : throw problem ?? new ResolverException(SocketError.NoData, name, "it has no address");
    }

    private IReadOnlyList<IPAddress> Known(string name)
    {
        var own = _options.KnownNames?.Invoke(name) ?? [];
        return own.Count > 0 ? own : _hosts?.AddressesOf(name) ?? [];
    }

    /// <summary>The name of an address (PTR).</summary>
    /// <exception cref="ResolverException">There is none, or no server answered.</exception>
    public async Task<string> GetNameAsync(IPAddress address, CancellationToken cancellationToken = default)
    {
        if (_hosts?.NameOf(address) is { } name)
            return name;
        var records = await QueryAsync(ReverseName(address), DnsType.Ptr, cancellationToken).ConfigureAwait(false);
        return records.FirstOrDefault(record => record.Type == "PTR")?.Target ?? throw new ResolverException(SocketError.NoData, address.ToString(), "it has no name");
    }

    /// <summary>The records of a name by type: "A", "AAAA", "CNAME" or "PTR"; aliases on the way come first.</summary>
    /// <exception cref="ResolverException">There are none, or no server answered.</exception>
    /// <exception cref="ArgumentException">Another type.</exception>
    public Task<IReadOnlyList<ResolvedRecord>> QueryAsync(string name, string type, CancellationToken cancellationToken = default) => QueryAsync(
        name,
        type.ToUpperInvariant() switch
        {
            "A" => DnsType.A,
            "AAAA" => DnsType.Aaaa,
            "CNAME" => DnsType.Cname,
            "PTR" => DnsType.Ptr,
            _ => throw new ArgumentException($"'{type}' is not a type that is resolved; A, AAAA, CNAME and PTR are.", nameof(type)),
        },
        cancellationToken);

    /// <summary>Forgets all answers.</summary>
    public void ClearCache() => _cache.Clear();

    /// <summary>4.3.2.1.in-addr.arpa (RFC 1035, 3.5), or nibbles under ip6.arpa (RFC 3596, 2.5).</summary>
    internal static string ReverseName(IPAddress address)
    {
        var octets = address.GetAddressBytes().Reverse();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', octets) + ".in-addr.arpa"
            : string.Join('.', octets.SelectMany(octet => new[] { octet & 15, octet >> 4 }).Select(nibble => nibble.ToString("x"))) + ".ip6.arpa";
    }

    private static bool IsLocalhost(string name)
    {
        string trimmed = name.TrimEnd('.');
        return trimmed.Equals("localhost", StringComparison.OrdinalIgnoreCase) || trimmed.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<DnsType> Types(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => [DnsType.A],
        AddressFamily.InterNetworkV6 => [DnsType.Aaaa],
        _ => [DnsType.A, DnsType.Aaaa],
    };

    private async Task<IReadOnlyList<ResolvedRecord>> QueryAsync(string name, DnsType type, CancellationToken cancel)
    {
        var records = new List<ResolvedRecord>();
        string wanted = DnsReading.TypeName(type);
        string next = name.TrimEnd('.');
        for (int aliases = 0; aliases < AliasLimit; aliases++)
        {
            var answer = await AnswerAsync(next, type, cancel).ConfigureAwait(false);
            if (!answer.Exists)
                throw new ResolverException(SocketError.HostNotFound, name, "there is no such name");
            records.AddRange(answer.Records);
            if (answer.Records.Count == 0 || answer.Records[^1].Type == wanted)
                break;
            // A server that does not follow the alias for us: ask for its target.
            next = answer.Records[^1].Target!;
        }

        return records.Exists(record => record.Type == wanted) ? records : throw new ResolverException(SocketError.NoData, name, $"it has no {wanted} record");
    }

    private async Task<DnsAnswer> AnswerAsync(string name, DnsType type, CancellationToken cancel)
    {
        string key = name.ToLowerInvariant();
        if (_cache.Find(key, type) is { } kept)
            return kept;
        if (_options.Servers.Count == 0)
            throw new ResolverException(SocketError.NoRecovery, name, "no DNS server is configured, and no hosts file has it");
        for (int round = 0; round < _options.Rounds; round++)
        {
            foreach (var server in _options.Servers)
            {
                if (await AskAsync(server, key, type, cancel).ConfigureAwait(false) is not { } answer)
                    continue;
                _cache.Add(key, type, answer);
                return answer;
            }
        }

        throw new ResolverException(SocketError.TryAgain, name, $"no server answered ({string.Join(", ", _options.Servers)})");
    }

    private async Task<DnsAnswer?> AskAsync(IPEndPoint server, string name, DnsType type, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            return await new DnsExchange(_host, server, name, type).AskAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException problem) when (problem is not ResolverException)
        {
            // Refused or unreachable: the next server may do better.
            return null;
        }
    }
}
