using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Parts;

/// <summary>Who is told what a <see cref="Reassembly{TKey}"/> gives up.</summary>
public interface IReassemblyOwner
{
    /// <summary>A packet will not become whole. Its fragments, ordered by offset, now belong to the callee.</summary>
    /// <param name="fragments">At least one.</param>
    /// <param name="hasFirst">Whether the one with the transport's header is there: only then may the source be told (RFC 1122, 3.3.2).</param>
    /// <param name="reason">FragmentTimeout, FragmentOverlap, FragmentTooMany, FragmentMalformed or FragmentMemory.</param>
    void GiveUp(ref BufferList fragments, bool hasFirst, DropReason reason);
}
