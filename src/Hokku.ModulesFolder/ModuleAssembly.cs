using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Hokku.Abstractions;

namespace Hokku.ModulesFolder;

/// <summary>What is done with one module assembly: look what it is, and load it.</summary>
internal static class ModuleAssembly
{
    private const string Expected = "[assembly: NetModule(typeof(...))] with a public class that implements INetModule and has a public constructor without parameters";

    // A context without references unloads itself; a module keeps its own, so that it can still load what it needs.
    private static readonly ConditionalWeakTable<INetModule, ModuleContext> Contexts = new();

    /// <summary>The modules of an assembly; it is unloaded again.</summary>
    [RequiresUnreferencedCode(ModuleFolder.NotTrimmed)]
    [RequiresDynamicCode(ModuleFolder.NotTrimmed)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static List<FolderModule> ReadManifests(string path)
    {
        var context = new ModuleContext(path);
        try
        {
            var modules = new List<FolderModule>();
            foreach (var attribute in Load(context, path).GetCustomAttributes<NetModuleAttribute>())
            {
                var module = Make(path, attribute.Module);
                modules.Add(new FolderModule(path, attribute.Module.FullName!, ManifestCopy.Of(module.Manifest)));
            }

            return modules.Count > 0 ? modules : throw new ModuleFolderException(
                $"'{path}' is no module: it lacks {Expected}. Assemblies that modules only use belong into the subfolder 'lib'.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or TypeLoadException or MissingMethodException)
        {
            throw new ModuleFolderException($"'{path}' does not fit this host: {exception.Message} It must be compiled against this version of Hokku.", exception);
        }
        finally
        {
            context.Unload();
        }
    }

    [RequiresUnreferencedCode(ModuleFolder.NotTrimmed)]
    [RequiresDynamicCode(ModuleFolder.NotTrimmed)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static INetModule Create(string path, string typeName)
    {
        var context = new ModuleContext(path);
        var type = Load(context, path).GetType(typeName)
            ?? throw new ModuleFolderException($"'{path}' has no class {typeName} any more: the file was replaced by another module.");
        var module = Make(path, type);
        Contexts.Add(module, context);
        return module;
    }

    [RequiresUnreferencedCode(ModuleFolder.NotTrimmed)]
    private static Assembly Load(ModuleContext context, string path)
    {
        try
        {
            return context.LoadModule(path);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new ModuleFolderException($"'{path}' cannot be loaded as a .NET assembly ({exception.Message}); expected one with {Expected}.", exception);
        }
    }

    [RequiresUnreferencedCode(ModuleFolder.NotTrimmed)]
    private static INetModule Make(string path, Type type)
    {
        if (!typeof(INetModule).IsAssignableFrom(type) || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
            throw new ModuleFolderException($"'{path}' names {type.FullName} as its module, which is not what is needed: {Expected}.");
        try
        {
            return (INetModule)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException exception)
        {
            throw new ModuleFolderException($"'{path}': the constructor of {type.FullName} has failed: {exception.InnerException?.Message}");
        }
    }
}
