using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>The tables of docs/conformance say what the tests show.</summary>
public sealed class ConformanceTableTests
{
    public static TheoryData<string> Documents => [.. Specification.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_table_of_a_document_is_up_to_date(string name)
    {
        var document = Find(name);
        IsUpToDate(document.FileName, ConformanceTable.Numbered(document));
    }

    [Fact]
    public void The_table_of_other_documents_is_up_to_date() => IsUpToDate("others.md", ConformanceTable.BySection());

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_requirement_has_a_test_or_a_reason(string name) =>
        Assert.Empty(Find(name).Requirements.Where(r => r.Reason is null && !ConformanceTable.Tests[(name, r.Clause)].Any()).Select(r => r.Clause));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_number_of_a_tag_names_a_requirement(string name)
    {
        var known = Find(name).Requirements.Select(r => r.Clause).ToHashSet();
        var unknown = ConformanceTable.Tests.Where(t => t.Key.Document == name && t.Key.Clause.Contains('-') && !known.Contains(t.Key.Clause));
        Assert.Empty(unknown.Select(t => $"{t.Key.Clause} of {string.Join(", ", t)}"));
    }

    private static Specification Find(string name) => Specification.All.First(s => s.Name == name);

    private static void IsUpToDate(string name, string expected)
    {
        string path = Path.Combine(Root(), "docs", "conformance", name);
        if (Environment.GetEnvironmentVariable("HOKKU_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"docs/conformance/{name} is missing: run the tests once with HOKKU_WRITE_DOCS=1.");
        Assert.True(File.ReadAllText(path) == expected, $"docs/conformance/{name} is stale: run the tests once with HOKKU_WRITE_DOCS=1.");
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hokku.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The repository was not found above the test program.");
    }
}
