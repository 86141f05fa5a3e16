using Hokku.Wire.Dns;

namespace Hokku.Network;

/// <summary>Answers, kept as long as their TTL allows; bounded: the one that ends first makes room.</summary>
internal sealed class DnsCache(ResolverOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, DnsType Type), (DnsAnswer Answer, long Until)> _entries = [];
    private readonly PriorityQueue<(string Name, DnsType Type), long> _ends = new();

    public DnsAnswer? Find(string name, DnsType type)
    {
        lock (_lock)
        {
            return _entries.TryGetValue((name, type), out var entry) && entry.Until > options.Time.GetTimestamp() ? entry.Answer : null;
        }
    }

    public void Add(string name, DnsType type, DnsAnswer answer)
    {
        var most = answer.Records.Count > 0 ? options.MaximumAge : options.MaximumNegativeAge;
        var age = answer.Age < most ? answer.Age : most;
        if (age <= TimeSpan.Zero || options.CacheSize == 0)
            return;
        long until = options.Time.GetTimestamp() + (long)(age.TotalSeconds * options.Time.TimestampFrequency);
        lock (_lock)
        {
            _entries[(name, type)] = (answer, until);
            _ends.Enqueue((name, type), until);
            // A name that was asked again has an older end in the queue; taking that out early costs one more query, no more.
            while (_entries.Count > options.CacheSize || _ends.Count > 2 * options.CacheSize)
                _entries.Remove(_ends.Dequeue());
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _ends.Clear();
        }
    }
}
