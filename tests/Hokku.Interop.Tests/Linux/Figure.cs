using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>Prints what was measured, and what only a long run does.</summary>
public static class Figure
{
    /// <summary>Whether this is the long run.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1";

    public static void Print(string text) => Line("FIGURE " + text);

    /// <summary>Tells what this run did not do.</summary>
    public static void Left(string text) => Line("LEFT TO --long: " + text);

    private static void Line(string text)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        Console.WriteLine(text);
    }
}
