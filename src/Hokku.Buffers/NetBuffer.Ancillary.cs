namespace Hokku.Buffers;

/// <content>Ancillary data: control messages that travel with the packet.</content>
public sealed partial class NetBuffer
{
    // Kept over the buffer's lives once it was needed, so that it costs nothing unused and nothing again.
    private AncillaryData? _ancillary;

    /// <summary>Whether the packet has ancillary data.</summary>
    public bool HasAncillary => _ancillary is { IsEmpty: false };

    /// <summary>The ancillary data, empty at first.</summary>
    public AncillaryData Ancillary => _ancillary ??= new AncillaryData();

    /// <summary>Adds this buffer's ancillary data to another's.</summary>
    /// <returns>False when the other has no room for all of it; then nothing was added.</returns>
    public bool CloneAncillary(NetBuffer target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return !HasAncillary || target.Ancillary.TryAddAll(_ancillary!);
    }

    /// <summary>Moves this buffer's ancillary data to another, in place of the other's.</summary>
    public void TransferAncillary(NetBuffer target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!HasAncillary && !target.HasAncillary)
            return;
        (target._ancillary, _ancillary) = (_ancillary, target._ancillary);
        ClearAncillary();
    }

    /// <summary>Forgets all ancillary data.</summary>
    public void ClearAncillary() => _ancillary?.Clear();
}
