using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>A protocol chain with the modules that serve it, top first. Its sockets hold them.</summary>
internal sealed class LoadedChain(ProtocolChain chain, ModuleSlot[] slots)
{
    public ProtocolChain Chain { get; } = chain;

    public ModuleSlot[] Slots { get; } = slots;
}
