using System.Diagnostics.Metrics;
using Hokku.AspNetCore.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hokku.AspNetCore.Hosting;

/// <summary>Starts an application's hosts at first use and ends them with the application.</summary>
internal sealed class HokkuHosts : IHokkuHosts, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HokkuHost> _started = new(StringComparer.Ordinal);
    private readonly IOptionsMonitor<HokkuOptions> _options;
    private readonly IHostSource? _source;
    private readonly ILogger _logger;
    private readonly string[] _names;
    private readonly HostMetrics _metrics;
    private bool _isDisposed;

    public HokkuHosts(
        IEnumerable<HokkuRegistration> registrations,
        IOptionsMonitor<HokkuOptions> options,
        ILoggerFactory logging,
        IHostSource? source = null,
        IMeterFactory? meters = null)
    {
        _metrics = new HostMetrics(Started, meters);
        _options = options;
        _source = source;
        _logger = logging.CreateLogger("Hokku.AspNetCore.Hosting");
        _names = [.. registrations.Select(each => each.Name).Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyCollection<string> Names => _names;

    public HokkuHost Get(string? name = null)
    {
        name ??= _names.Length == 1 ? _names[0] : throw new InvalidOperationException(NoSuchHost("Which Hokku host is meant was not said"));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_started.TryGetValue(name, out var host))
                return host;
            if (!_names.Contains(name))
                throw new InvalidOperationException(NoSuchHost($"There is no Hokku host '{name}'"));
            if (_source?.Find(name) is { } running)
                return running;
            host = _options.Get(name).Start(problem => HostingLog.Failed(_logger, problem, name));
            _started.Add(name, host);
            HostingLog.Started(_logger, name, string.Join(", ", host.Network.Roster.Interfaces().SelectMany(each => each.Addresses).Select(each => each.Address)));
            return host;
        }
    }

    public void Dispose()
    {
        HokkuHost[] hosts;
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            hosts = [.. _started.Values];
        }

        _metrics.Dispose();
        foreach (var host in hosts)
        {
            host.Dispose();
            HostingLog.Ended(_logger, host.Name);
        }
    }

    private HokkuHost[] Started()
    {
        lock (_lock)
            return _isDisposed ? [] : [.. _started.Values];
    }

    private string NoSuchHost(string problem) => _names.Length == 0
        ? $"{problem}: the application has none. builder.Services.AddHokku(\"edge\", o => o.Interface(\"/dev/net/tap/hk0\", \"10.9.0.2/24\")) adds one."
        : $"{problem}; the application has {string.Join(", ", _names.Select(each => $"'{each}'"))}.";
}
