using ArchUnitNET.Domain;
using Xunit;

namespace Hokku.Architecture.Tests;

/// <summary>Who may import whom (ARCHITECTURE.md). The compiler keeps it between projects; where a row names a folder, this does.</summary>
public sealed class DependencyRuleTests
{
    private static readonly string[] Library =
        ["Hokku.Wire", "Hokku.Buffers", "Hokku.Abstractions", "Hokku.Parts", "Hokku.Capture", "Hokku.Stack", "Hokku.Linux", "Hokku.ModulesFolder", "Hokku.Driver", "Hokku.Network", "Hokku.Services"];

    /// <summary>What a room may see: rooms, or namespaces of the Wire room (ending in an exact namespace).</summary>
    private static IReadOnlyList<string> Allowed(string room) => room switch
    {
        "Hokku.Wire" or "Hokku.Linux" => [],
        "Hokku.Buffers" => ["Hokku.Wire:Hokku.Wire", "Hokku.Wire:Hokku.Wire.Addresses"],
        "Hokku.Abstractions" => ["Hokku.Wire", "Hokku.Buffers"],
        "Hokku.Parts" or "Hokku.Capture" => ["Hokku.Wire", "Hokku.Buffers", "Hokku.Abstractions"],
        "Hokku.Stack" => ["Hokku.Abstractions", "Hokku.Buffers", "Hokku.Wire:Hokku.Wire.Addresses", "Hokku.Wire:Hokku.Wire.Control"],
        "Hokku.ModulesFolder" => ["Hokku.Wire", "Hokku.Abstractions"],
        "Hokku.Driver" => ["Hokku.Abstractions", "Hokku.Buffers", "Hokku.Linux", "Hokku.Wire:Hokku.Wire.Addresses", "Hokku.Wire:Hokku.Wire.Control"],
        "Hokku.Network" => ["Hokku.Driver", "Hokku.Wire:Hokku.Wire.Addresses", "Hokku.Wire:Hokku.Wire.Control", "Hokku.Wire:Hokku.Wire.Dns"],
        "Hokku.Services" => ["Hokku.Network"],
        "Hokku" or "Hokku.Cli" => [.. Library, "Hokku", "Hokku.Run", "modules"],
        "Hokku.Simulation" => ["Hokku", "Hokku.Network", "Hokku.Driver", "Hokku.Stack", "Hokku.Abstractions", "Hokku.Buffers", "Hokku.Wire", "Hokku.Capture", "Hokku.Devices.VirtualWire"],
        "Hokku.Simulation.Xunit" => ["Hokku.Simulation"],
        "Hokku.Run" => ["Hokku.Driver", "Hokku.Network", "Hokku.Linux", "Hokku.Wire:Hokku.Wire.Addresses", "Hokku.Wire:Hokku.Wire.Control"],
        "Hokku.Run.Launcher" => ["Hokku.Linux"],
        "Hokku.AspNetCore" => ["Hokku", "Hokku.Network"],
        _ when Rooms.IsDevice(room) => ["Hokku.Abstractions", "Hokku.Buffers", "Hokku.Wire", "Hokku.Parts", "Hokku.Linux", "Hokku.Capture"],
        _ when Rooms.IsModule(room) => ["Hokku.Abstractions", "Hokku.Buffers", "Hokku.Wire", "Hokku.Parts"],
        _ => throw new InvalidOperationException($"The room {room} is new: say in {nameof(DependencyRuleTests)} and in ARCHITECTURE.md what it may see."),
    };

    public static TheoryData<string> AllRooms => [.. Rooms.Names];

    [Theory]
    [MemberData(nameof(AllRooms))]
    public void A_room_sees_only_what_its_row_of_the_table_names(string room)
    {
        var allowed = Allowed(room);
        var offenders = Rooms.UsesOf(room)
            .Where(use => Rooms.RoomOf(use.To) != room && !IsAllowed(allowed, use.To))
            .Select(use => $"{use.From.FullName} uses {use.To.FullName}")
            .Distinct()
            .Order()
            .ToList();
        Assert.True(offenders.Count == 0, $"{room} may see {string.Join(", ", allowed)}, but:\n{string.Join('\n', offenders)}");
    }

    [Fact]
    public void No_module_sees_another_module()
    {
        var offenders = Rooms.Names.Where(Rooms.IsModule)
            .SelectMany(room => Rooms.UsesOf(room).Where(use => Rooms.RoomOf(use.To) != room && Rooms.IsModule(Rooms.RoomOf(use.To))))
            .Select(use => $"{use.From.FullName} uses {use.To.FullName}")
            .Distinct();
        Assert.Empty(offenders);
    }

    private static bool IsAllowed(IReadOnlyList<string> allowed, IType target)
    {
        string room = Rooms.RoomOf(target);
        return allowed.Contains(room) || allowed.Contains($"{room}:{target.Namespace.FullName}") || (allowed.Contains("modules") && Rooms.IsModule(room));
    }
}
