namespace Simulations;

/// <summary>Who has led which term: at most one may lead each.</summary>
internal sealed class Election(World world)
{
    private readonly Dictionary<int, string> _leaders = [];

    /// <summary>When somebody last began to lead.</summary>
    public TimeSpan Last { get; private set; }

    public int Terms => _leaders.Count;

    public void Leads(int term, string name)
    {
        Last = world.Now;
        if (!_leaders.TryAdd(term, name) && _leaders[term] != name)
            throw new InvalidOperationException($"{_leaders[term]} and {name} both lead term {term}");
    }
}
