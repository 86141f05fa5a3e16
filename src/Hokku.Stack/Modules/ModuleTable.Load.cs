using Hokku.Abstractions;

namespace Hokku.Stack;

/// <content>Loading and unloading.</content>
internal sealed partial class ModuleTable
{
    // In the order in which they were loaded.
    private readonly List<ModuleSlot> _loaded = [];

    /// <summary>Unloads what nobody uses any more. Called when the stack settles, so that no module's code is at work.</summary>
    public void UnloadUnused()
    {
        while (_mayUnload)
        {
            _mayUnload = false;
            for (int i = _loaded.Count - 1; i >= 0; i--)
            {
                var slot = _loaded[i];
                if (slot.ActiveReferences == 0 && !IsNeeded(slot))
                    Unload(slot);
            }
        }
    }

    /// <summary>Unloads everything, whoever holds it, what was loaded last first. Only the modules of devices that threads are still in go later.</summary>
    public void UnloadAll()
    {
        foreach (var slot in _loaded)
            slot.Forget(exceptFor: "device ");
        for (int i = _loaded.Count - 1; i >= 0; i--)
        {
            if (_loaded[i].ActiveReferences == 0)
                Unload(_loaded[i]);
        }

        _loadedChains.Clear();
    }

    private INetModule Load(ModuleSlot slot)
    {
        if (slot.Module is { } loaded)
            return loaded;
        string name = slot.Manifest.Name;
        INetModule module;
        try
        {
            module = slot.Registration.Create();
        }
        catch (Exception exception)
        {
            throw new ModuleLoadException($"The module '{name}' cannot be made: {exception.Message}", exception);
        }

        if (module.Manifest.Name != name)
            throw new ModuleLoadException($"The module '{name}' was asked for, and '{module.Manifest.Name}' was made.");
        slot.Module = module;
        _byModule.Add(module, slot);
        _loaded.Add(slot);
        var before = Acting;
        Acting = module;
        try
        {
            module.Register(stack);
        }
        catch (Exception exception)
        {
            Unload(slot);
            throw new ModuleLoadException($"The module '{name}' cannot register: {exception.Message}", exception);
        }
        finally
        {
            Acting = before;
        }

        // Until somebody takes hold of it.
        _mayUnload = true;
        stack.Lock.Unsettled = true;
        return module;
    }

    private void Unload(ModuleSlot slot)
    {
        var module = slot.Module!;
        try
        {
            module.Unregister();
        }
        catch (Exception exception)
        {
            stack.Failed(exception);
        }

        for (int i = slot.Undo.Count - 1; i >= 0; i--)
            slot.Undo[i]();
        slot.Undo.Clear();
        stack.ForgetWorkOf(module);
        slot.Forget(exceptFor: null);
        slot.Module = null;
        _byModule.Remove(module);
        _loaded.Remove(slot);
        _loadedChains.RemoveAll(chain => chain.Slots.Contains(slot));
        _mayUnload = true;
    }

    /// <summary>
    /// A module that receives stays while its domain is used; a module that has a domain stays while one of those receivers is used.
    /// </summary>
    private bool IsNeeded(ModuleSlot slot)
    {
        if (slot.IsReceiver && slot.Manifest.ReceivingProtocols.Any(r => IsDomainUsed(r.Family)))
            return true;
        return slot.Manifest.Domains.Any(IsDomainUsed);
    }

    private bool IsDomainUsed(Wire.Addresses.NetFamily family)
    {
        foreach (var slot in _loaded)
        {
            if (slot.ActiveReferences > 0
                && (slot.Manifest.Domains.Contains(family) || slot.Manifest.ReceivingProtocols.Any(r => r.Family == family)))
                return true;
        }

        return false;
    }
}
