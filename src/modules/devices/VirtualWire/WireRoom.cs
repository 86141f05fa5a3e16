using System.Collections.Concurrent;

namespace Hokku.Devices.VirtualWire;

/// <summary>The wires that a group of stacks knows, by name. Thread-safe.</summary>
public sealed class WireRoom
{
    private readonly ConcurrentDictionary<string, VirtualWire> _wires = [];
    private readonly Func<string, VirtualWire> _make;

    /// <summary>A room that wires are made in when a device first asks for them.</summary>
    /// <param name="make">Makes a wire of that name; by default a perfect one in real time.</param>
    public WireRoom(Func<string, VirtualWire>? make = null) => _make = make ?? (static name => new VirtualWire(name));

    /// <summary>All wires.</summary>
    public IEnumerable<VirtualWire> Wires => _wires.Values;

    /// <summary>The wire of that name; made when it is new.</summary>
    public VirtualWire this[string name] => _wires.GetOrAdd(name, _make);

    /// <summary>Adds a wire.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public VirtualWire Add(VirtualWire wire) =>
        _wires.TryAdd(wire.Name, wire) ? wire : throw new ArgumentException($"There is a wire '{wire.Name}' already.", nameof(wire));
}
