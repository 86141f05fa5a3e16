using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>The congestion controls of a stack, by name: registered ones, and those that a manifest promises.</summary>
internal sealed class CongestionTable(ModuleTable modules)
{
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<string> Names
    {
        get
        {
            var names = _entries.ConvertAll(entry => entry.Name);
            foreach (var registration in modules.Registrations)
                names.AddRange(registration.Manifest.CongestionControls.Except(names));
            return names;
        }
    }

    public void Register(string name, Func<ICongestionControl> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        var entry = new Entry(name, create, modules.Acting);
        _entries.Add(entry);
        modules.OnUnload(() => _entries.Remove(entry));
    }

    public ICongestionControl? Create(string name, out INetModule? owner)
    {
        var entry = Find(name) ?? (modules.TryLoadCongestionControl(name) ? Find(name) : null);
        owner = entry?.Owner;
        return entry?.Create();
    }

    private Entry? Find(string name) => _entries.Find(entry => entry.Name == name);

    private sealed record Entry(string Name, Func<ICongestionControl> Create, INetModule? Owner);
}
