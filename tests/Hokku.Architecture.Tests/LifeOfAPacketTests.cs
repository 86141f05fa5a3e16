using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Hokku.Architecture.Tests;

/// <summary>docs/life-of-a-packet.md names methods; they must exist.</summary>
public sealed partial class LifeOfAPacketTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    [Fact]
    public void Every_method_on_the_page_exists()
    {
        string page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "life-of-a-packet.md"));
        var named = Named().Matches(page).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.True(named.Count >= 25, $"Only {named.Count} methods are named.");
        var types = Rooms.Assemblies.SelectMany(assembly => assembly.GetTypes()).ToLookup(type => type.Name.Split('`')[0]);
        var missing = named.Where(each => each.Type != "Type" && !types[each.Type].Any(type => type.GetMember(each.Method, Any).Length > 0));
        Assert.Empty(missing);
    }

    [Fact]
    public void Each_journey_has_at_most_a_dozen_steps()
    {
        string page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "life-of-a-packet.md"));
        Assert.All(page.Split("\n## ").Skip(1), journey => Assert.InRange(journey.Split('\n').Count(line => line.Length > 0 && char.IsAsciiDigit(line[0])), 1, 12));
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]+)\\.([A-Z][A-Za-z]+)`")]
    private static partial Regex Named();
}
