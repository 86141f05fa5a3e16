using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <summary>Fragments that wait for the rest of their packet (RFC 791, 3.2; RFC 1122, 3.3.2).</summary>
internal sealed class FragmentStore(IPv4Module module, IPv4Counters counters)
{
    public NetBuffer? Add(NetBuffer buffer, in IPv4Header header)
    {
        counters.FragmentsReceived.Add();
        module.Stack.Drop(buffer, DropReason.FragmentMemory, counters.Statistics);
        return null;
    }

    public void Clear()
    {
    }
}
