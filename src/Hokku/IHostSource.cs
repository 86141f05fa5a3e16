namespace Hokku;

/// <summary>
/// Hosts that run already, which an application shall use where it would have started its own: a simulation gives each program its simulated host so. An
/// application finds it among its services.
/// </summary>
public interface IHostSource
{
    /// <summary>The host to use for one that the application calls so; null when the application shall start it itself. It stays the source's to dispose of.</summary>
    HokkuHost? Find(string name);
}
