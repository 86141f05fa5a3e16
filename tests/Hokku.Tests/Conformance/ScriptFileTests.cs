using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Every script below tests/scripts is a test.</summary>
public sealed class ScriptFileTests
{
    private static readonly string Root = FindRoot();

    public static IReadOnlyList<ScriptFile> Scripts { get; } = [.. ScriptFile.Find(Path.Combine(Root, "tests", "scripts")).Select(Load)];

    public static TheoryData<string> Names => [.. Scripts.Select(s => s.Path)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_is_met(string name) => Scripts.First(s => s.Path == name).Run();

    [Fact]
    public void There_are_scripts() => Assert.True(Scripts.Count >= 60, $"{Scripts.Count} scripts were found.");

    private static ScriptFile Load(string path) => ScriptFile.Parse(Path.GetRelativePath(Path.Combine(Root, "tests"), path).Replace('\\', '/'), File.ReadAllText(path));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hokku.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The repository was not found above the test program.");
    }
}
