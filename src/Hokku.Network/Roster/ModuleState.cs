using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>One module that a host knows.</summary>
public sealed class ModuleState
{
    internal ModuleState(in ModuleEntry entry)
    {
        Name = entry.Name.ToString();
        IsLoaded = entry.Loaded != 0;
        References = entry.References;
        Timers = entry.Timers;
        Users = entry.Users.ToString();
    }

    /// <summary>Such as "network/protocols/tcp/v1".</summary>
    public string Name { get; }

    public bool IsLoaded { get; }

    public int References { get; }

    /// <summary>Timers it has armed.</summary>
    public int Timers { get; }

    public string Users { get; }
}
