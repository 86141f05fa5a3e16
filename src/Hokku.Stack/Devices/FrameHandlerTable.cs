using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>Who takes the frames of a device, by type. Registrations are counted: each interface of a chain makes its own.</summary>
internal sealed class FrameHandlerTable
{
    // A device has a handful of types; they are registered by chains, never from the wire.
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public IFrameHandler? Find(ushort frameType)
    {
        foreach (var entry in _entries)
        {
            if (entry.FrameType == frameType)
                return entry.Handler;
        }

        return null;
    }

    /// <exception cref="InvalidOperationException">The type has another handler.</exception>
    public void Register(ushort frameType, IFrameHandler handler)
    {
        var entry = Get(frameType);
        if (entry is null)
            _entries.Add(new(frameType, handler));
        else if (entry.Handler == handler || (entry.Handler is DomainFrameHandler a && handler is DomainFrameHandler b && a.Family == b.Family))
            entry.Users++;
        else
            throw new InvalidOperationException($"Frames of type 0x{frameType:x4} have another handler already.");
    }

    public void Unregister(ushort frameType)
    {
        if (Get(frameType) is { } entry && --entry.Users == 0)
            _entries.Remove(entry);
    }

    private Entry? Get(ushort frameType) => _entries.Find(entry => entry.FrameType == frameType);

    private sealed class Entry(ushort frameType, IFrameHandler handler)
    {
        public ushort FrameType { get; } = frameType;

        public IFrameHandler Handler { get; } = handler;

        public int Users { get; set; } = 1;
    }
}
