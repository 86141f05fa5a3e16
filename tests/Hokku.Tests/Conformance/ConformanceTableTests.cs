using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>The tables of docs/conformance say what the tests show.</summary>
public sealed class ConformanceTableTests
{
    private const string Document = "RFC 9293";

    [Fact]
    public void The_table_of_rfc_9293_is_up_to_date() =>
        IsUpToDate("rfc9293.md", ConformanceTable.Numbered(Document, "Transmission Control Protocol, appendix B", Rfc9293.Requirements));

    [Fact]
    public void The_table_of_other_documents_is_up_to_date() => IsUpToDate("others.md", ConformanceTable.BySection(except: Document));

    [Fact]
    public void Every_requirement_of_rfc_9293_has_a_test_or_a_reason()
    {
        var bare = Rfc9293.Requirements.Where(r => r.Reason is null && !ConformanceTable.Tests[(Document, r.Clause)].Any()).Select(r => r.Clause);
        Assert.Empty(bare);
    }

    [Fact]
    public void Every_tag_of_rfc_9293_names_a_requirement()
    {
        var known = Rfc9293.Requirements.Select(r => r.Clause).ToHashSet();
        var unknown = ConformanceTable.Tests.Where(t => t.Key.Document == Document && t.Key.Clause.Contains('-') && !known.Contains(t.Key.Clause));
        Assert.Empty(unknown.Select(t => t.Key.Clause));
    }

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
