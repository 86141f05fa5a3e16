using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Capture;
using Hokku.Devices.VirtualWire;
using Hokku.Wire.Ethernet;

namespace Hokku.Simulation;

/// <summary>
/// Everything that happens in a world: each packet put on a link with its fate, and each other event; as a running hash, as text for the last ones (or
/// all), and as pcapng.
/// </summary>
internal sealed class WorldTrace : IWireObserver, IDisposable
{
    private readonly WorldOptions _options;
    private readonly VirtualTime _time;
    private readonly List<WorldEvent> _kept = [];
    private readonly TraceSlot?[] _last;
    private readonly PcapngWriter? _capture;
    private readonly Dictionary<string, int> _interfaces = [];
    private readonly Dictionary<(VirtualWire, int), string> _ways = [];
    private RunningHash _hash = new();
    private byte[] _frame = new byte[2048];

    public WorldTrace(WorldOptions options, VirtualTime time)
    {
        _options = options;
        _time = time;
        _last = new TraceSlot?[Math.Max(1, options.LastEvents)];
        if (options.Capture is { } stream)
            _capture = new PcapngWriter(stream, new PcapngOptions { Epoch = options.Epoch, Application = "Hokku.Simulation" });
    }

    /// <summary>How many events there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them were packets.</summary>
    public long Packets { get; private set; }

    public ulong Hash => _hash.Value;

    /// <summary>All events when they are kept, else the last ones.</summary>
    public IReadOnlyList<WorldEvent> Events => _options.KeepEvents ? _kept : [.. Last()];

    /// <summary>Something other than a packet.</summary>
    public void Note(string kind, string text)
    {
        _hash.Add((ulong)_time.GetTimestamp());
        _hash.Add(kind);
        _hash.Add(text);
        var slot = NextSlot();
        slot.Set(Count, _time.Elapsed, Hash, $"{kind}: {text}");
        Keep(slot);
    }

    public void Launched(VirtualWire wire, int fromEnd, NetBuffer frame, DropReason fate, TimeSpan delay)
    {
        if (_frame.Length < frame.Size)
            _frame = new byte[frame.Size];
        var octets = _frame.AsSpan(0, frame.Size);
        frame.Read(0, octets);
        _hash.Add((ulong)_time.GetTimestamp());
        _hash.Add(((ulong)fromEnd << 32) | (uint)fate);
        _hash.Add((ulong)delay.Ticks);
        _hash.Add(wire.Name);
        HashFrame(octets);
        Packets++;
        var slot = NextSlot();
        slot.Set(Count, _time.Elapsed, Hash, WayOf(wire, fromEnd), octets, fate, delay);
        Keep(slot);
        if (_capture is not null)
            Capture(wire, fromEnd, octets, fate, delay);
    }

    /// <summary>Names a direction of a link in the texts: "client > api".</summary>
    public void Name(Link link)
    {
        foreach (var end in link.Ends)
            _ways[(link.Wire, end.Number)] = $"{end.Node} > {end.Other.Node}";
    }

    public void Dispose() => _capture?.Dispose();

    // Without payload: everything up to the end of the TCP or UDP header except its checksum, and the length.
    private void HashFrame(Span<byte> octets)
    {
        if (!_options.HashWithoutPayload)
        {
            _hash.Add(octets);
            return;
        }

        _hash.Add((ulong)octets.Length);
        const int Ip = EthernetHeader.HeaderLength;
        if (octets.Length < Ip + 20 || BinaryPrimitives.ReadUInt16BigEndian(octets[12..]) != EtherType.IPv4)
        {
            _hash.Add(octets);
            return;
        }

        int transport = Ip + ((octets[Ip] & 15) * 4);
        bool isTcp = octets[Ip + 9] == 6;
        if ((!isTcp && octets[Ip + 9] != 17) || octets.Length < transport + (isTcp ? 20 : 8))
        {
            _hash.Add(octets);
            return;
        }

        int end = Math.Min(octets.Length, transport + (isTcp ? (octets[transport + 12] >> 4) * 4 : 8));
        int checksum = transport + (isTcp ? 16 : 6);
        _hash.Add(octets[..checksum]);
        _hash.Add(octets[(checksum + 2)..end]);
    }

    private string WayOf(VirtualWire wire, int fromEnd) => _ways.GetValueOrDefault((wire, fromEnd)) ?? wire.Name;

    private TraceSlot NextSlot() => _options.KeepEvents ? _last[0] ??= new TraceSlot() : _last[Count % _last.Length] ??= new TraceSlot();

    private void Keep(TraceSlot slot)
    {
        Count++;
        if (_options.KeepEvents)
            _kept.Add(slot.ToEvent());
    }

    private IEnumerable<WorldEvent> Last()
    {
        for (long number = Math.Max(0, Count - _last.Length); number < Count; number++)
            yield return _last[number % _last.Length]!.ToEvent();
    }

    private void Capture(VirtualWire wire, int fromEnd, Span<byte> octets, DropReason fate, TimeSpan delay)
    {
        if (!_interfaces.TryGetValue(wire.Name, out int number))
            _interfaces.Add(wire.Name, number = _capture!.AddInterface(wire.Name, LinkType.Ethernet));
        string? comment = fate == DropReason.None ? null : $"lost: {fate}";
        if (!_capture!.TryWrite(number, _time.Elapsed, octets, fromEnd == 0 ? PacketDirection.Sent : PacketDirection.Received, comment))
        {
            _capture.Flush();
            _capture.TryWrite(number, _time.Elapsed, octets, fromEnd == 0 ? PacketDirection.Sent : PacketDirection.Received, comment);
        }
    }
}
