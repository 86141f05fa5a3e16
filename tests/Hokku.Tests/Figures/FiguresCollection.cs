using Xunit;

namespace Hokku.Tests.Figures;

/// <summary>Tests that measure: they run alone, after all others, as what others allocate and compute would be counted.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FiguresCollection
{
    public const string Name = "figures";
}
