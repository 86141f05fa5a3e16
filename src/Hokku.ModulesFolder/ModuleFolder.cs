using System.Diagnostics.CodeAnalysis;

namespace Hokku.ModulesFolder;

/// <summary>
/// Modules as assemblies in a folder: their manifests are read once, as data, and every load gets a context of its own that is gone, once the garbage collector
/// has run, after the stack has unloaded the module.
/// </summary>
/// <remarks>
/// Every assembly of the folder itself must be a module; assemblies that modules need lie in its subfolder "lib". The contracts (Hokku.Abstractions and what it is made of)
/// always come from the host; copies of them in the folder are not looked at.
/// </remarks>
public static class ModuleFolder
{
    internal const string NotTrimmed = "Module assemblies are not known when the host is compiled.";

    /// <summary>Reads the manifests of all modules in a folder, in the order of their file names.</summary>
    /// <exception cref="ModuleFolderException">The folder does not exist, or a file in it is no module; says which and what was expected.</exception>
    [RequiresUnreferencedCode(NotTrimmed)]
    [RequiresDynamicCode(NotTrimmed)]
    public static IReadOnlyList<FolderModule> Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
            throw new ModuleFolderException($"The modules folder '{folder}' does not exist.");
        var modules = new List<FolderModule>();
        var errors = new List<string>();
        foreach (string file in Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            if (ModuleContext.IsContract(Path.GetFileNameWithoutExtension(file)))
                continue;
            try
            {
                modules.AddRange(ModuleAssembly.ReadManifests(Path.GetFullPath(file)));
            }
            catch (ModuleFolderException exception)
            {
                errors.Add(exception.Message);
            }
        }

        foreach (var twice in modules.GroupBy(module => module.Manifest.Name).Where(group => group.Count() > 1))
            errors.Add($"The module '{twice.Key}' is in more than one file: {string.Join(", ", twice.Select(module => module.Path))}.");
        return errors.Count == 0 ? modules : throw new ModuleFolderException(string.Join(Environment.NewLine, errors));
    }
}
