using Hokku.Network;

namespace Hokku.AspNetCore;

/// <summary>What a connection of a Hokku host tells beyond the usual features.</summary>
public interface IHokkuConnectionFeature
{
    /// <summary>The host that the connection came to.</summary>
    NetworkHost Host { get; }

    /// <summary>The connection's socket: for options and addresses, not for data.</summary>
    HokkuSocket Socket { get; }
}
