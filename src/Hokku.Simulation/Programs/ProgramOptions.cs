using Microsoft.Extensions.DependencyInjection;

namespace Hokku.Simulation;

/// <summary>How a real program is started in a world.</summary>
public sealed record ProgramOptions
{
    /// <summary>Its command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Changes its services after it has set them up: a database that is not simulated, say.</summary>
    public Action<IServiceCollection, HostLife>? Services { get; init; }
}
