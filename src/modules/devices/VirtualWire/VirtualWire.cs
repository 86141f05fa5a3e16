using System.Text;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Devices.VirtualWire;

/// <summary>
/// An Ethernet cable in memory with two ends, 0 and 1, and a seed for its faults. Thread-safe; used outside of stacks only.
/// </summary>
/// <remarks>
/// Time is its TimeProvider's. A frame without delay is handed over by the thread that flushes the sender's device, one with a delay by a timer of
/// that provider: in virtual time everything happens on the thread that advances it, in an order that the seed decides alone. With
/// <see cref="IsPolled"/> arriving frames wait in the receiving device for the thread that its stack gives it.
/// </remarks>
public sealed class VirtualWire
{
    private readonly WireDirection[] _directions;
    private readonly IWireEnd?[] _ends = new IWireEnd?[2];
    private readonly Lock _lock = new();
    private volatile bool _plugged = true;

    /// <summary>Makes a wire, plugged in and perfect.</summary>
    /// <exception cref="ArgumentException">The name is empty or contains '/'.</exception>
    public VirtualWire(string name, TimeProvider? time = null, ulong seed = 1, WireSettings? settings = null)
    {
        if (name.Length == 0 || name.Contains('/'))
            throw new ArgumentException($"'{name}' is not the name of a wire: it must not be empty nor contain '/'.", nameof(name));
        Name = name;
        Seed = seed;
        time ??= TimeProvider.System;
        _directions = [new WireDirection(this, 0, time, 2 * seed), new WireDirection(this, 1, time, (2 * seed) + 1)];
        if (settings is not null)
            Configure(settings);
    }

    public string Name { get; }

    public ulong Seed { get; }

    /// <summary>Whether its devices are read by threads of their stacks. For real time only; set before devices are made.</summary>
    public bool IsPolled { get; init; }

    /// <summary>
    /// Whether super-packets cross whole and by reference, with checksums that nobody computes: for speed between hosts of one process, not for looking at what a
    /// wire carries. Either host may hold memory of the other. Set before devices are made.
    /// </summary>
    public bool Offloads { get; init; }

    /// <summary>Who sees each frame that is put on the wire; null for nobody.</summary>
    public IWireObserver? Observer { get; init; }

    public bool IsPlugged => _plugged;

    /// <summary>Frames under way in both directions.</summary>
    public int UnderWay => _directions[0].UnderWay + _directions[1].UnderWay;

    /// <summary>Treats the frames of both directions so from now on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting makes no sense.</exception>
    public void Configure(WireSettings settings)
    {
        _directions[0].Settings = settings;
        _directions[1].Settings = settings;
    }

    /// <summary>Treats the frames that come from one end so from now on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting makes no sense.</exception>
    public void Configure(int fromEnd, WireSettings settings) => _directions[fromEnd].Settings = settings;

    /// <summary>How frames that come from this end are treated.</summary>
    public WireSettings SettingsFrom(int end) => _directions[end].Settings;

    /// <summary>What became of the frames that came from this end.</summary>
    public WireStatistics StatisticsFrom(int end) => _directions[end].Statistics;

    /// <summary>Attaches something to an end.</summary>
    /// <returns>False when the end is taken.</returns>
    public bool TryAttach(int end, IWireEnd what)
    {
        lock (_lock)
        {
            if (_ends[end] is not null)
                return false;
            _ends[end] = what;
        }

        _directions[1 - end].SetReceiver(what);
        return true;
    }

    /// <summary>What is attached to this end; null for nothing.</summary>
    public IWireEnd? AttachedTo(int end) => _ends[end];

    /// <summary>Takes what is attached off its end; all that is under way is lost, so that every buffer is back in its pool.</summary>
    public void Detach(int end, IWireEnd what)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_ends[end], what))
                return;
            _ends[end] = null;
        }

        _directions[1 - end].SetReceiver(null);
        _directions[end].LoseUnderWay();
    }

    /// <summary>Sends frames from an end. Outside of any stack. Owns the frames and empties the list.</summary>
    public void Transmit(int fromEnd, ref BufferList frames) => _directions[fromEnd].Transmit(ref frames);

    /// <summary>Pulls the plug: what is under way is lost, and both ends see the link go.</summary>
    public void Unplug() => SetPlugged(false);

    public void Plug() => SetPlugged(true);

    /// <summary>The address that a device at this end has when nobody gives it another: locally administered, and the same in every run.</summary>
    internal EthernetAddress DefaultAddress(int end)
    {
        // FNV-1a; it only has to keep the wires of one simulation apart.
        var hash = 0xCBF2_9CE4_8422_2325;
        foreach (var octet in Encoding.UTF8.GetBytes(Name))
            hash = (hash ^ octet) * 0x100_0000_01B3;
        return new EthernetAddress(0x0200_0000_0000 | ((hash & 0xFFFF_FFFF) << 8) | (uint)(end + 1));
    }

    private void SetPlugged(bool plugged)
    {
        if (_plugged == plugged)
            return;
        _plugged = plugged;
        foreach (var direction in _directions)
            direction.SetPlugged(plugged);
        foreach (var end in _ends)
            end?.LinkChanged(plugged);
    }
}
