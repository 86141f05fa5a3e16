namespace Hokku.Simulation;

/// <summary>Something that links join: a host, a switch or a router.</summary>
public abstract class Node
{
    private protected Node(string name) => Name = name;

    public string Name { get; }

    /// <summary>The link ends that are here, in the order they were made.</summary>
    internal List<LinkEnd> Ends { get; } = [];

    /// <summary>What it is, in a word.</summary>
    internal abstract string Kind { get; }

    public override string ToString() => Name;
}
