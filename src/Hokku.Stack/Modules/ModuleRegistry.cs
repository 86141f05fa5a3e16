using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>
/// The modules that stacks may load: manifests, which are plain data, and how to make the module. Shared by any number of stacks; thread-safe.
/// What is added later is seen by all of them.
/// </summary>
public sealed class ModuleRegistry
{
    private readonly Lock _lock = new();
    private volatile ModuleRegistration[] _registrations = [];

    /// <summary>Every manifest, in the order they were added; where two offer the same, the first wins.</summary>
    public IReadOnlyList<ModuleManifest> Manifests => Array.ConvertAll(_registrations, r => r.Manifest);

    internal ReadOnlySpan<ModuleRegistration> Registrations => _registrations;

    /// <summary>Adds a module.</summary>
    /// <param name="manifest">What the module offers.</param>
    /// <param name="create">Makes the module: one object for every stack and load.</param>
    /// <exception cref="ArgumentException">There is a module of that name.</exception>
    public ModuleRegistry Add(ModuleManifest manifest, Func<INetModule> create)
    {
        if (!TryAdd(manifest, create))
            throw new ArgumentException($"There is a module '{manifest.Name}' already.", nameof(manifest));
        return this;
    }

    /// <summary>Adds a module unless there is one of that name: what a program has registered itself goes before.</summary>
    /// <param name="manifest">What the module offers.</param>
    /// <param name="create">Makes the module: one object for every stack and load.</param>
    public ModuleRegistry AddMissing(ModuleManifest manifest, Func<INetModule> create)
    {
        TryAdd(manifest, create);
        return this;
    }

    internal ModuleRegistration? Find(string name) => Array.Find(_registrations, r => r.Manifest.Name == name);

    private bool TryAdd(ModuleManifest manifest, Func<INetModule> create)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(create);
        lock (_lock)
        {
            if (Find(manifest.Name) is not null)
                return false;
            _registrations = [.. _registrations, new ModuleRegistration(manifest, create)];
        }

        return true;
    }
}
