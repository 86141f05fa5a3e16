using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Hokku.Abstractions;
using Hokku.ModulesFolder;
using Hokku.Stack;
using Hokku.Tests.Stack;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.ModulesFolder;

public sealed class ModuleFolderTests(ITestOutputHelper output) : IDisposable
{
    private const string Postcard = "network/protocols/postcard/v1";

    private readonly string _folder = Directory.CreateTempSubdirectory("hokku-modules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Manifests_are_read_as_data_and_nothing_stays_loaded()
    {
        Install("Postcard");
        Install("Tally");
        var modules = ModuleFolder.Read(_folder);
        Assert.Equal([Postcard, "network/datalink_protocols/tally/v1"], modules.Select(m => m.Manifest.Name));
        Assert.Equal([new ReceivingProtocol(NetFamily.Internet, 253)], modules[0].Manifest.ReceivingProtocols);
        AssertGone();
    }

    [Fact]
    public void A_module_is_loaded_at_first_use_and_really_gone_after_unload()
    {
        Install("Postcard");
        var registry = new ModuleRegistry();
        foreach (var module in ModuleFolder.Read(_folder))
            registry.Add(module.Manifest, module.Create);
        using var stack = new NetStack(new NetStackOptions { Modules = registry });
        for (int cycle = 0; cycle < 3; cycle++)
        {
            var context = LoadAndUnload(stack);
            int collections = 0;
            while (context.IsAlive && collections++ < 20)
                Collect();
            output.WriteLine($"gone after {collections} collections");
            Assert.False(context.IsAlive);
        }

        AssertGone();
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_named_with_what_was_expected()
    {
        string file = Path.Combine(_folder, "broken.dll");
        File.WriteAllText(file, "this is no assembly");
        var error = Assert.Throws<ModuleFolderException>(() => ModuleFolder.Read(_folder));
        Assert.Contains(file, error.Message);
        Assert.Contains("NetModule", error.Message);
    }

    [Fact]
    public void An_assembly_without_a_module_is_named_with_what_was_expected()
    {
        File.Copy(typeof(CsCheck.Check).Assembly.Location, Path.Combine(_folder, "other.dll"));
        var error = Assert.Throws<ModuleFolderException>(() => ModuleFolder.Read(_folder));
        Assert.Contains("other.dll", error.Message);
        Assert.Contains("[assembly: NetModule(typeof(...))]", error.Message);
        AssertGone();
    }

    [Fact]
    public void A_copy_of_the_contracts_in_the_folder_is_not_looked_at()
    {
        Install("Tally");
        File.Copy(typeof(INetModule).Assembly.Location, Path.Combine(_folder, "Hokku.Abstractions.dll"));
        Assert.Single(ModuleFolder.Read(_folder));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        string missing = Path.Combine(_folder, "missing");
        Assert.Contains(missing, Assert.Throws<ModuleFolderException>(() => ModuleFolder.Read(missing)).Message);
    }

    [Fact]
    public void The_same_module_in_two_files_is_refused()
    {
        Install("Tally");
        Install("Tally", "Copy");
        Assert.Contains("more than one file", Assert.Throws<ModuleFolderException>(() => ModuleFolder.Read(_folder)).Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndUnload(NetStack stack)
    {
        WeakReference? context = null;
        stack.Execute(new Operation(() =>
        {
            Assert.True(stack.Load());
            var receiver = stack.GetReceivingProtocol(NetFamily.Internet, 253);
            Assert.NotNull(receiver);
            context = new WeakReference(AssemblyLoadContext.GetLoadContext(receiver.GetType().Assembly), trackResurrection: true);
        }));
        Assert.Equal(0, stack.GetUsage().Modules);
        return context!;
    }

    private static void AssertGone()
    {
        for (int i = 0; i < 20 && Contexts() > 0; i++)
            Collect();
        Assert.Equal(0, Contexts());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Contexts() => AssemblyLoadContext.All.Count(context => context.GetType().Name == "ModuleContext");

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private void Install(string name, string? suffix = null) =>
        File.Copy(Path.Combine(AppContext.BaseDirectory, "modules", name + ".dll"), Path.Combine(_folder, name + suffix + ".dll"));
}
