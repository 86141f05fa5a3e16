using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// The modules of one stack: found by manifest, loaded at first use, held by their users, and unloaded with all they registered when the batch ends in
/// which the last user lets go. Inside the stack only.
/// </summary>
internal sealed partial class ModuleTable(ModuleRegistry registry, NetStack stack) : IModuleSource
{
    private readonly List<ModuleSlot> _slots = [];

    // By the module object, so that letting go is quick; only loaded ones.
    private readonly Dictionary<INetModule, ModuleSlot> _byModule = new(ReferenceEqualityComparer.Instance);
    private bool _mayUnload;

    /// <summary>The module on whose behalf something is being registered; null for the stack's own.</summary>
    public INetModule? Acting { get; set; }

    /// <summary>Every module that may be loaded.</summary>
    public IReadOnlyList<ModuleSlot> Slots
    {
        get
        {
            foreach (var registration in registry.Registrations)
                Slot(registration);
            return _slots;
        }
    }

    public int LoadedCount => _byModule.Count;

    /// <summary>What may be loaded, as it was registered.</summary>
    public ReadOnlySpan<ModuleRegistration> Registrations => registry.Registrations;

    /// <summary>Remembers how to undo what the acting module has just registered.</summary>
    public void OnUnload(Action undo)
    {
        if (Acting is not null && _byModule.TryGetValue(Acting, out var slot))
            slot.Undo.Add(undo);
    }

    public INetModule? AcquireDomain(NetFamily family, string user)
    {
        foreach (var registration in registry.Registrations)
        {
            if (registration.Manifest.Domains.Contains(family))
                return Acquire(Slot(registration), user);
        }

        return null;
    }

    public IDeviceModule? AcquireDevice(string name, string user)
    {
        ModuleRegistration? best = null;
        int length = -1;
        foreach (var registration in registry.Registrations)
        {
            foreach (string prefix in registration.Manifest.DevicePrefixes)
            {
                if (prefix.Length > length && name.StartsWith(prefix, StringComparison.Ordinal))
                    (best, length) = (registration, prefix.Length);
            }
        }

        return best is null ? null : (IDeviceModule)Acquire(Slot(best), user);
    }

    public IReadOnlyList<IDatalinkModule>? AcquireChain(NetFamily family, DeviceType type, string user)
    {
        if (FindChain(family, type) is not { } chain || FindAll(chain.Modules) is not { } slots)
            return null;
        var modules = new IDatalinkModule[slots.Length];
        for (int i = slots.Length - 1; i >= 0; i--)
            modules[i] = (IDatalinkModule)Acquire(slots[i], user);
        return modules;
    }

    public void Release(INetModule module, string user)
    {
        // One that the end of the stack has unloaded under its users is not held any more.
        if (!_byModule.TryGetValue(module, out var slot))
            return;
        slot.Release(user);
        Released(slot);
    }

    public void Retain(INetModule module) => _byModule[module].Retains++;

    public void Release(INetModule module)
    {
        if (!_byModule.TryGetValue(module, out var slot))
            return;
        slot.Retains--;
        Released(slot);
    }

    /// <summary>One more socket with this chain.</summary>
    public static void Acquire(LoadedChain chain)
    {
        foreach (var slot in chain.Slots)
            slot.SocketUsers++;
    }

    public void Release(LoadedChain chain)
    {
        foreach (var slot in chain.Slots)
        {
            slot.SocketUsers--;
            Released(slot);
        }
    }

    /// <summary>Loads the module that receives a transport protocol, and keeps it until its domain is not used any more.</summary>
    public bool TryLoadReceiver(NetFamily family, int number)
    {
        foreach (var registration in registry.Registrations)
        {
            foreach (var receiving in registration.Manifest.ReceivingProtocols)
            {
                if (receiving.Number != number || receiving.Family != family)
                    continue;
                var slot = Slot(registration);
                Load(slot);
                slot.IsReceiver = true;
                return true;
            }
        }

        return false;
    }

    /// <summary>Loads the module whose manifest names a congestion control; it goes again at once unless somebody retains it.</summary>
    public bool TryLoadCongestionControl(string name)
    {
        foreach (var registration in registry.Registrations)
        {
            if (!registration.Manifest.CongestionControls.Contains(name))
                continue;
            Load(Slot(registration));
            return true;
        }

        return false;
    }

    private INetModule Acquire(ModuleSlot slot, string user)
    {
        var module = Load(slot);
        slot.Acquire(user);
        return module;
    }

    private void Released(ModuleSlot slot)
    {
        if (slot.ActiveReferences > 0)
            return;
        _mayUnload = true;
        stack.Lock.Unsettled = true;
    }

    private ModuleSlot? Find(string name) => registry.Find(name) is { } registration ? Slot(registration) : null;

    /// <summary>The slots of these modules; null when one is not to be had.</summary>
    private ModuleSlot[]? FindAll(string[] names)
    {
        var slots = new ModuleSlot[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            if (Find(names[i]) is not { } slot)
                return null;
            slots[i] = slot;
        }

        return slots;
    }

    private ModuleSlot Slot(ModuleRegistration registration)
    {
        foreach (var slot in _slots)
        {
            if (slot.Registration == registration)
                return slot;
        }

        var added = new ModuleSlot(registration);
        _slots.Add(added);
        return added;
    }
}
