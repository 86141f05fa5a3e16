namespace Hokku.AspNetCore;

/// <summary>The Hokku hosts of an application, by name. A host that has not started yet starts when it is asked for.</summary>
public interface IHokkuHosts
{
    /// <summary>The names that AddHokku was called with.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The host of this name; null for the only one.</summary>
    /// <exception cref="InvalidOperationException">There is none of this name, or no name was given and there are several.</exception>
    /// <exception cref="ConfigurationException">It cannot start: what is wrong and what would be right.</exception>
    HokkuHost Get(string? name = null);
}
