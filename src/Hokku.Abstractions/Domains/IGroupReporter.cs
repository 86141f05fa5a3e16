using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>
/// Who tells routers which multicast groups an interface listens to: IGMP. The domain protocol finds it as the receiver of that protocol's number and
/// tells it of every change; what it knows of groups it has from there.
/// </summary>
public interface IGroupReporter
{
    /// <summary>The interface's filter for a group is another now (RFC 3376, 5.1). A filter that includes nothing: not a member.</summary>
    void GroupChanged(INetInterface netInterface, in NetAddress group, GroupFilter before, GroupFilter after);
}

/// <summary>From which sources packets to a multicast group are wanted (RFC 3376, 2).</summary>
/// <param name="Excludes">True: from all but these; false: from these only.</param>
/// <param name="Sources">The sources, each once, sorted by their octets.</param>
public sealed record GroupFilter(bool Excludes, IReadOnlyList<NetAddress> Sources)
{
    /// <summary>Nothing is wanted: not a member.</summary>
    public static GroupFilter Nothing { get; } = new(false, []);

    /// <summary>Everything is wanted: the plain join.</summary>
    public static GroupFilter Everything { get; } = new(true, []);

    public bool IsNothing => !Excludes && Sources.Count == 0;

    /// <summary>Whether packets from the source are wanted.</summary>
    public bool Admits(in NetAddress source) => Excludes != Contains(source);

    public bool Contains(in NetAddress source)
    {
        for (int i = 0; i < Sources.Count; i++)
        {
            if (Sources[i].SameHost(source))
                return true;
        }

        return false;
    }

    public bool Equals(GroupFilter? other) => other is not null && Excludes == other.Excludes && Sources.SequenceEqual(other.Sources);

    public override int GetHashCode() => HashCode.Combine(Excludes, Sources.Count);
}
