using System.Diagnostics;
using System.Text;

namespace Hokku.Buffers;

/// <summary>What the debug pool remembers: who allocated each living buffer, and what was found to be wrong.</summary>
internal sealed class BufferLedger
{
    private const int Described = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<NetBuffer, StackTrace> _living = [];
    private readonly List<string> _reports = [];

    public void Opened(NetBuffer buffer)
    {
        // Whole: how many of our own frames are there depends on what was inlined.
        var trace = new StackTrace();
        lock (_lock)
            _living.Add(buffer, trace);
    }

    public void Closed(NetBuffer buffer)
    {
        lock (_lock)
            _living.Remove(buffer);
    }

    /// <summary>Notes misuse that is found too late to blame the caller at hand.</summary>
    public void Report(string what)
    {
        lock (_lock)
            _reports.Add(what);
    }

    /// <summary>The misuse noted so far.</summary>
    public string[] Reports()
    {
        lock (_lock)
            return [.. _reports];
    }

    /// <summary>Names the allocators of some living buffers.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        lock (_lock)
        {
            foreach (var (buffer, trace) in _living.Take(Described))
                text.AppendLine().Append(buffer.Size).AppendLine(" octets, allocated").Append(trace);
        }
        return text.ToString();
    }
}
