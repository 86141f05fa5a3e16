namespace Hokku.Simulation.Tests;

/// <summary>Whether the long part of a test is to run: <c>./test --long</c>.</summary>
internal static class LongTests
{
    public static bool Wanted { get; } = Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1";
}
