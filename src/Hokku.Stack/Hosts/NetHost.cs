using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Stack;

/// <summary>
/// A host of several stacks, each on a queue of the same device and behind the same address: more stacks instead of finer locks. A connection lives on one of them, by
/// the host's rule; what comes by another one's queue is handed over.
/// </summary>
public sealed class NetHost : IDisposable
{
    private readonly NetStack[] _stacks;
    private readonly BufferPool _buffers;
    private readonly long[] _handedOver;

    /// <param name="places">How many stacks, at most 64.</param>
    /// <param name="options">What each of them is made of; clock, modules and buffers are shared.</param>
    /// <param name="rule">Which stack a packet belongs to.</param>
    public NetHost(int places, NetStackOptions options, IFlowRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(places, DevicePort.PlaceLimit);
        ArgumentNullException.ThrowIfNull(options);
        Rule = rule;
        _buffers = new BufferPool(options.Buffers);
        _stacks = new NetStack[places];
        _handedOver = new long[places];
        for (int i = 0; i < places; i++)
            _stacks[i] = new NetStack(options with { Place = new HostPlace(this, i), SharedBuffers = _buffers });
    }

    /// <summary>The stacks; the first has what is no connection.</summary>
    public IReadOnlyList<NetStack> Stacks => _stacks;

    /// <summary>Which stack a packet belongs to.</summary>
    public IFlowRule Rule { get; }

    /// <summary>The memory of all stacks.</summary>
    public BufferPool Buffers => _buffers;

    /// <summary>How many packets came by the queue of a stack and belonged to another.</summary>
    public long HandedOver(int place) => Volatile.Read(ref _handedOver[place]);

    public void Dispose()
    {
        foreach (var stack in _stacks)
            stack.Dispose();
        _buffers.Dispose();
    }

    /// <summary>The port of the same device on another stack; null while that has none.</summary>
    internal DevicePort? PortOf(int place, string device) => (uint)place < (uint)_stacks.Length ? _stacks[place].DeviceTable.FindFromOutside(device) : null;

    internal void CountHandedOver(int place) => Interlocked.Increment(ref _handedOver[place]);
}
