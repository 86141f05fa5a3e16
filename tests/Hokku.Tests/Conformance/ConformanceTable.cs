using System.Reflection;
using System.Text;
using Hokku.Testing;

namespace Hokku.Tests.Conformance;

/// <summary>Writes the tables of docs/conformance from the tags of tests.</summary>
internal static class ConformanceTable
{
    private const string Warning = "Generated from the `[Requirement]` tags of the tests; `HOKKU_WRITE_DOCS=1` before running them writes it anew.\n\n";

    /// <summary>Every test with the document and clause that it shows, sorted.</summary>
    public static ILookup<(string Document, string Clause), string> Tests { get; } = Find();

    /// <summary>A document whose requirements have numbers: each with its tests, or why there are none; then what is tagged by section only.</summary>
    public static string Numbered(Specification document)
    {
        var rows = document.Requirements.Select(r => (Requirement: r, Tests: Tests[(document.Name, r.Clause)].ToList())).ToList();
        int shown = rows.Count(r => r.Tests.Count > 0);
        int reasoned = rows.Count(r => r.Tests.Count == 0 && r.Requirement.Reason is not null);
        var text = new StringBuilder($"# {document.Name}: {document.Title}\n").Append(Warning);
        text.Append($"{rows.Count} requirements: {shown} shown by tests, {reasoned} with a reason instead");
        text.Append(shown + reasoned == rows.Count ? ".\n\n" : $", {rows.Count - shown - reasoned} with nothing yet.\n\n");
        text.Append("| requirement | level | what | tests, or why there are none |\n|---|---|---|---|\n");
        foreach (var (requirement, tests) in rows)
            text.Append($"| {requirement.Clause} | {requirement.Level} | {requirement.Text} | {Shown(requirement, tests)} |\n");
        var others = Tests.Where(t => t.Key.Document == document.Name && !t.Key.Clause.Contains('-', StringComparison.Ordinal)).ToList();
        if (others.Count == 0)
            return text.ToString();
        text.Append("\nMore tests, by section:\n\n| section | tests |\n|---|---|\n");
        foreach (var tests in others)
            text.Append($"| {tests.Key.Clause} | {string.Join("<br>", tests)} |\n");
        return text.ToString();
    }

    /// <summary>Documents whose requirements have no numbers: what is shown, by section.</summary>
    public static string BySection()
    {
        var numbered = Specification.All.Select(s => s.Name).ToHashSet();
        var text = new StringBuilder("# Other documents\n").Append(Warning).Append("| document | section | tests |\n|---|---|---|\n");
        foreach (var tests in Tests.Where(t => !numbered.Contains(t.Key.Document)))
            text.Append($"| {tests.Key.Document} | {tests.Key.Clause} | {string.Join("<br>", tests)} |\n");
        return text.ToString();
    }

    private static string Shown(ProtocolRequirement requirement, List<string> tests) =>
        tests.Count > 0 ? string.Join("<br>", tests) : requirement.Reason ?? "**nothing yet**";

    private static ILookup<(string Document, string Clause), string> Find()
    {
        var found = from type in typeof(ConformanceTable).Assembly.GetTypes()
                    from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                    from tag in method.GetCustomAttributes<RequirementAttribute>().Concat(type.GetCustomAttributes<RequirementAttribute>())
                    where method.CustomAttributes.Any(a => a.AttributeType.Name is "FactAttribute" or "TheoryAttribute")
                    let name = $"{type.Name}.{method.Name}"
                    orderby tag.Document, Padded(tag.Clause), name
                    select (tag.Document, tag.Clause, name);
        var scripts = from script in ScriptFileTests.Scripts
                      from requirement in script.Requirements
                      orderby requirement.Document, Padded(requirement.Clause), script.Path
                      select (requirement.Document, requirement.Clause, name: script.Path);
        return found.Concat(scripts).Distinct().ToLookup(t => (t.Document, t.Clause), t => $"`{t.name}`");
    }

    // Numbers sort as numbers: MUST-9 before MUST-10, 3.9 before 3.10.
    private static string Padded(string clause) =>
        System.Text.RegularExpressions.Regex.Replace(clause, "[0-9]+", static digits => digits.Value.PadLeft(4, '0'));
}
