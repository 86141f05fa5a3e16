using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>One counter of a host.</summary>
public sealed class CounterState
{
    internal CounterState(in CounterEntry entry)
    {
        Owner = entry.Owner.ToString();
        Name = entry.Name.ToString();
        IsDrop = entry.IsDrop != 0;
        Value = entry.Value;
    }

    /// <summary>A protocol ("tcp"), an interface, or "stack".</summary>
    public string Owner { get; }

    /// <summary>What is counted, or why packets were dropped.</summary>
    public string Name { get; }

    /// <summary>Whether it counts drops.</summary>
    public bool IsDrop { get; }

    public long Value { get; }
}
