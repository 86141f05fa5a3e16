using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Hokku.Architecture.Tests;

/// <summary>The rooms of the house as compiled, and their types with what they depend on.</summary>
internal static class Rooms
{
    /// <summary>Every assembly of ours, tests excepted.</summary>
    public static readonly IReadOnlyList<System.Reflection.Assembly> Assemblies =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "Hokku*.dll")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => !name!.EndsWith("Tests", StringComparison.Ordinal) && name != "Hokku.Testing")
            .Select(name => System.Reflection.Assembly.Load(name!))];

    public static readonly ArchUnitNET.Domain.Architecture Architecture = new ArchLoader().LoadAssemblies([.. Assemblies]).Build();

    private static readonly ILookup<string, IType> TypesByRoom = Architecture.Types.ToLookup(type => RoomOf(type));

    /// <summary>Whether the room is a module: one folder, one project, one assembly.</summary>
    public static bool IsModule(string room) =>
        room.StartsWith("Hokku.Protocols.", StringComparison.Ordinal) || room.StartsWith("Hokku.Datalink.", StringComparison.Ordinal) || IsDevice(room);

    public static bool IsDevice(string room) => room.StartsWith("Hokku.Devices.", StringComparison.Ordinal);

    public static IEnumerable<string> Names => Assemblies.Select(assembly => assembly.GetName().Name!);

    /// <summary>Every use of one type of ours by a type of the room.</summary>
    public static IEnumerable<(IType From, IType To)> UsesOf(string room) =>
        from type in TypesByRoom[room]
        from dependency in type.Dependencies
        where dependency.Target is not GenericParameter // the loader takes one method's T for another's
        where RoomOf(dependency.Target).StartsWith("Hokku", StringComparison.Ordinal)
        select (type, dependency.Target);

    public static string RoomOf(IType type) => type.Assembly is null ? "" : type.Assembly.Name.Split(',')[0];
}
