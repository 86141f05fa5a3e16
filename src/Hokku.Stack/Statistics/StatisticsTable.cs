using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>The counters of every module that was ever loaded, by short name: kept when the module is unloaded.</summary>
internal sealed class StatisticsTable
{
    private readonly List<ProtocolStatistics> _all = [];

    public IReadOnlyList<ProtocolStatistics> All => _all;

    /// <summary>Found, or made at first use.</summary>
    public ProtocolStatistics this[string shortName]
    {
        get
        {
            var statistics = _all.Find(s => s.Name == shortName);
            if (statistics is null)
                _all.Add(statistics = new ProtocolStatistics(shortName));
            return statistics;
        }
    }
}
