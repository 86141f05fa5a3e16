using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Network;

/// <summary>docs/driver.md tells of every command, structure and option there is.</summary>
public sealed partial class DriverPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "..", "docs", "driver.md"));

    [Fact]
    public void Every_command_has_its_row_with_its_number()
    {
        var rows = Row().Matches(Page).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        foreach (var command in Enum.GetValues<DriverCommand>())
        {
            Assert.True(rows.TryGetValue(command.ToString(), out string? number), $"{command} has no row in docs/driver.md.");
            int value = number!.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToInt32(number, 16) : int.Parse(number);
            Assert.Equal((int)command, value);
        }
    }

    [Fact]
    public void Every_structure_is_named()
    {
        var structures = typeof(DriverCommand).Assembly.GetTypes()
            .Where(type => type is { Namespace: "Hokku.Wire.Control", IsValueType: true, IsEnum: false, IsPublic: true });
        Assert.All(structures, type => Assert.Contains(type.Name, Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_option_flag_and_event_is_named_with_its_number()
    {
        Assert.All(Enum.GetValues<SocketOption>(), option => AssertNumbered(option.ToString(), (int)option));
        Assert.All(Enum.GetValues<IPOption>(), option => AssertNumbered(option.ToString(), (int)option));
        Assert.All(Enum.GetValues<TcpOption>(), option => AssertNumbered(option.ToString(), (int)option));
        Assert.All(Enum.GetNames<SocketEvents>().Where(name => name != "None"), name => Assert.Contains(name, Page, StringComparison.Ordinal));
    }

    private static void AssertNumbered(string name, int number) =>
        Assert.True(Page.Contains($"{name} {number}", StringComparison.Ordinal) || Page.Contains($"{name} 0x{number:X}", StringComparison.Ordinal),
            $"docs/driver.md does not say '{name} {number}'.");

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^\| (\w+) \| (0x[0-9A-F]+|\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
