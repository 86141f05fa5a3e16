using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <content>Chains: those of the manifests, then those that loaded modules have registered.</content>
internal sealed partial class ModuleTable
{
    private readonly List<ProtocolChain> _protocolChains = [];
    private readonly List<DatalinkChain> _datalinkChains = [];
    private readonly List<LoadedChain> _loadedChains = [];

    public void RegisterDomainProtocols(ProtocolChain chain)
    {
        _protocolChains.Add(chain);
        OnUnload(() => _protocolChains.Remove(chain));
    }

    public void RegisterDatalinkProtocols(DatalinkChain chain)
    {
        _datalinkChains.Add(chain);
        OnUnload(() => _datalinkChains.Remove(chain));
    }

    /// <summary>Finds the chain for a socket and loads its modules, the domain protocol first. The caller holds it from here on.</summary>
    /// <exception cref="ModuleLoadException">A module cannot be loaded.</exception>
    public SocketError AcquireChain(NetFamily family, SocketType type, int protocol, out LoadedChain? loaded)
    {
        loaded = null;
        var error = FindChain(family, type, protocol, out var chain);
        if (error != SocketError.Success)
            return error;
        loaded = _loadedChains.Find(l => ReferenceEquals(l.Chain, chain));
        if (loaded is null)
        {
            if (FindAll(chain!.Modules) is not { Length: > 0 } slots)
                return SocketError.AddressFamilyNotSupported;
            loaded = new LoadedChain(chain, slots);
            _loadedChains.Add(loaded);
        }

        for (int i = loaded.Slots.Length - 1; i >= 0; i--)
            Load(loaded.Slots[i]);
        Acquire(loaded);
        return SocketError.Success;
    }

    private SocketError FindChain(NetFamily family, SocketType type, int protocol, out ProtocolChain? found)
    {
        bool knowsFamily = false;
        bool knowsType = false;
        found = null;
        foreach (var registration in registry.Registrations)
            found ??= Match(registration.Manifest.ProtocolChains);
        found ??= Match(_protocolChains);
        if (found is not null)
            return SocketError.Success;
        return knowsType ? SocketError.ProtocolNotSupported : knowsFamily ? SocketError.SocketNotSupported : SocketError.AddressFamilyNotSupported;

        ProtocolChain? Match(IReadOnlyList<ProtocolChain> chains)
        {
            foreach (var chain in chains)
            {
                if (chain.Family != family)
                    continue;
                knowsFamily = true;
                if (chain.Type != type)
                    continue;
                knowsType = true;
                if (type == SocketType.Raw || chain.Protocol == protocol)
                    return chain;
            }

            return null;
        }
    }

    private DatalinkChain? FindChain(NetFamily family, DeviceType type)
    {
        foreach (var registration in registry.Registrations)
        {
            foreach (var chain in registration.Manifest.DatalinkChains)
            {
                if (chain.Family == family && chain.DeviceType == type)
                    return chain;
            }
        }

        return _datalinkChains.Find(chain => chain.Family == family && chain.DeviceType == type);
    }
}
