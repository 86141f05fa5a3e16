using Hokku.Devices.VirtualWire;
using Hokku.Stack;

namespace Hokku.Testing;

/// <summary>
/// Hosts made of real stacks and all built-in modules, on wires in memory, in virtual time, on one thread: the same seed gives the same run.
/// When it is disposed of, every host must have given back every buffer.
/// </summary>
public sealed class VirtualNetwork : IDisposable
{
    private readonly List<VirtualHost> _hosts = [];
    private readonly SeededEntropy _entropy;

    /// <param name="seed">Decides every random choice of hosts and wires; print it when a test fails.</param>
    /// <param name="wires">How wires treat frames that nothing else was said about; perfect ones by default.</param>
    public VirtualNetwork(ulong seed = 1, WireSettings? wires = null)
    {
        Seed = seed;
        _entropy = new SeededEntropy(seed);
        Wires = new WireRoom(name => new VirtualWire(name, Time, _entropy.NextUInt64() >> 8, wires));
    }

    public ulong Seed { get; }

    public VirtualTime Time { get; } = new();

    /// <summary>The wires by name; made when a device first asks for them, as "/dev/net/wire/NAME/0" and "/dev/net/wire/NAME/1".</summary>
    public WireRoom Wires { get; }

    public IReadOnlyList<VirtualHost> Hosts => _hosts;

    /// <summary>Makes a host without interfaces.</summary>
    /// <param name="name">The host's name.</param>
    /// <param name="options">What differs from the usual; time, entropy, modules and debugging of buffers are the network's.</param>
    public VirtualHost AddHost(string name, NetStackOptions? options = null)
    {
        var host = new VirtualHost(this, (options ?? new NetStackOptions()) with
        {
            Name = name,
            Time = Time,
            Entropy = _entropy.Fork(),
            Modules = new ModuleRegistry().AddBuiltIn(Wires),
            Buffers = (options?.Buffers ?? new()) with { Debug = true },
        });
        _hosts.Add(host);
        return host;
    }

    /// <summary>Goes on by this much.</summary>
    public void Advance(TimeSpan by) => Time.Advance(by);

    /// <exception cref="InvalidOperationException">A host has not given back all of its buffers.</exception>
    public void Dispose()
    {
        foreach (var host in _hosts)
            host.Stack.Dispose();

        // Frames that were under way belong to their sender's pool.
        Time.Advance(TimeSpan.FromHours(1));
        foreach (var host in _hosts)
            host.Stack.Buffers.AssertBalanced();
    }
}
