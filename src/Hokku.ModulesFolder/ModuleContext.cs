using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace Hokku.ModulesFolder;

/// <summary>
/// The collectible context of one load of one module assembly. It must not have a field that refers to its own assembly: such a context is
/// never unloaded.
/// </summary>
internal sealed class ModuleContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path), isCollectible: true)
{
    // What modules may refer to: with a copy of its own, a module would implement another INetModule than the host's.
    private static readonly HashSet<string> Contracts =
    [
        "Hokku.Abstractions", "Hokku.Buffers", "Hokku.Wire", "Hokku.Parts", "Hokku.Linux", "Hokku.Capture",
    ];

    private readonly string _libraries = Path.Combine(Path.GetDirectoryName(path)!, "lib");

    /// <summary>Whether the assembly always comes from the host.</summary>
    public static bool IsContract(string name) => Contracts.Contains(name);

    /// <summary>From its octets, so that the file can be replaced while the module is loaded.</summary>
    [RequiresUnreferencedCode(ModuleFolder.NotTrimmed)]
    public Assembly LoadModule(string file)
    {
        using var image = new MemoryStream(File.ReadAllBytes(file));
        string symbols = Path.ChangeExtension(file, ".pdb");
        if (!File.Exists(symbols))
            return LoadFromStream(image);
        using var debug = new MemoryStream(File.ReadAllBytes(symbols));
        return LoadFromStream(image, debug);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only who has asked for a modules folder gets here.")]
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null asks the default context.
        if (assemblyName.Name is not { } name || IsContract(name))
            return null;
        string file = Path.Combine(_libraries, name + ".dll");
        return File.Exists(file) ? LoadModule(file) : null;
    }
}
