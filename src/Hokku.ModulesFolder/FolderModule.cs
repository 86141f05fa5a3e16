using System.Diagnostics.CodeAnalysis;
using Hokku.Abstractions;

namespace Hokku.ModulesFolder;

/// <summary>A module of an assembly in a folder; nothing of the assembly is held while the module is not loaded.</summary>
public sealed class FolderModule
{
    private readonly string _type;

    internal FolderModule(string path, string type, ModuleManifest manifest)
    {
        Path = path;
        _type = type;
        Manifest = manifest;
    }

    /// <summary>The assembly's file.</summary>
    public string Path { get; }

    /// <summary>What the module offers: a copy that does not refer to its assembly.</summary>
    public ModuleManifest Manifest { get; }

    /// <summary>Loads the assembly into a context of its own and makes the module. The context lives as long as the module is referred to.</summary>
    /// <exception cref="ModuleFolderException">The file has changed and is not the module any more.</exception>
    [RequiresUnreferencedCode(ModuleFolder.NotTrimmed)]
    [RequiresDynamicCode(ModuleFolder.NotTrimmed)]
    public INetModule Create() => ModuleAssembly.Create(Path, _type);
}
