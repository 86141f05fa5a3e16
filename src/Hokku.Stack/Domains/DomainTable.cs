using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>The domains of a stack and what modules have registered for their families. Inside the stack only.</summary>
internal sealed class DomainTable(ModuleTable modules)
{
    // A handful at most: found faster by looking than by hashing.
    private readonly List<FamilyEntry> _families = [];

    /// <summary>Every registered domain.</summary>
    public IEnumerable<NetDomain> All => _families.Where(entry => entry.Domain is not null).Select(entry => entry.Domain!);

    public int Count => All.Count();

    public NetDomain? Find(NetFamily family) => Entry(family)?.Domain;

    /// <exception cref="InvalidOperationException">The family has a domain already.</exception>
    public NetDomain Register(NetFamily family, string name, IDomainProtocol protocol, IAddressRules rules)
    {
        var entry = Make(family);
        if (entry.Domain is { } other)
            throw new InvalidOperationException($"The family {family} has the domain '{other.Name}' already; '{name}' cannot be another.");
        entry.Domain = new NetDomain(family, name, protocol, rules);
        modules.OnUnload(() => entry.Domain = null);
        return entry.Domain;
    }

    /// <exception cref="InvalidOperationException">The protocol is received by another module already.</exception>
    public void RegisterReceiver(NetFamily family, int number, IReceivingProtocol receiver)
    {
        var receivers = Make(family).Receivers;
        if (receivers[number] is { } other && other != receiver)
            throw new InvalidOperationException($"Protocol {number} of the family {family} is received by {other.GetType().Name} already.");
        receivers[number] = receiver;
        modules.OnUnload(() => receivers[number] = null);
    }

    /// <summary>Who receives the protocol; its module is loaded at first use. Null when nobody does.</summary>
    public IReceivingProtocol? FindReceiver(NetFamily family, int number)
    {
        if ((uint)number > byte.MaxValue)
            return null;
        if (Entry(family)?.Receivers[number] is { } receiver)
            return receiver;
        return modules.TryLoadReceiver(family, number) ? Entry(family)?.Receivers[number] : null;
    }

    public void RegisterOffload(NetFamily family, int number, IOffload offload)
    {
        var offloads = Make(family).Offloads;
        offloads[number + 1] = offload;
        modules.OnUnload(() => offloads[number + 1] = null);
    }

    public IOffload? FindOffload(NetFamily family, int number) =>
        (uint)(number + 1) <= 256 ? Entry(family)?.Offloads[number + 1] : null;

    private FamilyEntry? Entry(NetFamily family)
    {
        foreach (var entry in _families)
        {
            if (entry.Family == family)
                return entry;
        }

        return null;
    }

    private FamilyEntry Make(NetFamily family)
    {
        if (Entry(family) is { } known)
            return known;
        var entry = new FamilyEntry(family);
        _families.Add(entry);
        return entry;
    }
}
