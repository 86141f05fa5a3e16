using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Ethernet;

namespace Hokku.Devices.VirtualWire;

/// <summary>
/// One direction of a wire: decides by its settings and its seed what becomes of each frame, and hands it over when its time has come.
/// The same seed, settings, frames and times give the same fate to every frame.
/// </summary>
internal sealed partial class WireDirection(VirtualWire wire, int fromEnd, TimeProvider time, ulong seed)
{
    private readonly Lock _lock = new();
    private readonly WireFlightQueue _flights = new();
    private readonly long _start = time.GetTimestamp();
    private WireRandom _random = new(seed);
    private WireSettings _settings = WireSettings.Perfect;
    private long _number;
    private long _lineFree;
    private long _lastDue;
    private bool _inBurst;
    private bool _plugged = true;

    public WireStatistics Statistics { get; } = new();

    /// <summary>Frames under way.</summary>
    public int UnderWay
    {
        get
        {
            lock (_lock)
                return _flights.Count;
        }
    }

    public WireSettings Settings
    {
        get => _settings;
        set
        {
            var settings = value.Validated();
            lock (_lock)
                _settings = settings;
        }
    }

    private long Now => time.GetElapsedTime(_start).Ticks;

    /// <summary>Takes frames from the sender and delivers what is due. Outside of any stack. Owns the frames.</summary>
    public void Transmit(ref BufferList frames)
    {
        lock (_lock)
        {
            var now = Now;
            while (frames.TryDequeue(out var frame))
                Launch(frame, now);
        }

        DeliverDue();
    }

    /// <summary>Everything under way is lost when the wire is unplugged.</summary>
    public void SetPlugged(bool plugged)
    {
        lock (_lock)
        {
            _plugged = plugged;
            if (!plugged)
                LoseAll();
        }
    }

    /// <summary>The sender is gone, and its buffers with it.</summary>
    public void LoseUnderWay()
    {
        lock (_lock)
            LoseAll();
    }

    private void Launch(NetBuffer frame, long now)
    {
        var settings = _settings;
        var number = _number++;
        Statistics.Sent++;
        Statistics.SentOctets += frame.Size;

        // As many numbers are drawn for every frame, so that changing one fault does not move the others.
        var isLost = DrawLoss(settings) | (settings.Lose?.Invoke(number, frame) ?? false);
        var isDuplicated = _random.NextUnit() < settings.Duplication;
        var isHeldBack = _random.NextUnit() < settings.Reordering;
        var isCorrupted = _random.NextUnit() < settings.Corruption;
        var bit = (int)_random.Below(8L * frame.Size);
        var jitter = _random.Below(settings.Jitter.Ticks);
        if (isCorrupted)
            Statistics.Corrupted++;

        var reason = !_plugged ? DropReason.WireUnplugged
            : !frame.IsSuperPacket && frame.Size > settings.Mtu + EthernetHeader.HeaderLength ? DropReason.TooBig
            : Backlog(settings, now) > settings.QueueLimit || _flights.Count >= settings.FlightLimit ? DropReason.WireQueueFull
            : isLost ? DropReason.WireLoss
            : isCorrupted && settings.FrameCheck ? DropReason.WireCorrupted
            : DropReason.None;
        if (reason is DropReason.WireLoss or DropReason.WireCorrupted or DropReason.None)
            TakeLine(settings, frame.Size, now);
        if (reason != DropReason.None)
        {
            wire.Observer?.Launched(wire, fromEnd, frame, reason, TimeSpan.Zero);
            Lose(frame, reason);
            return;
        }

        var due = Due(settings, now, jitter, isHeldBack);
        wire.Observer?.Launched(wire, fromEnd, frame, reason, TimeSpan.FromTicks(due - now));
        _flights.Add(new WireFlight(due, number, frame, isDuplicated ? 2 : 1, isCorrupted ? bit : -1));
        Statistics.Duplicated += isDuplicated ? 1 : 0;
        Statistics.Reordered += isHeldBack ? 1 : 0;
    }

    private bool DrawLoss(WireSettings settings)
    {
        var isLost = _random.NextUnit() < settings.Loss;
        var step = _random.NextUnit();
        var inBurst = _random.NextUnit();
        if (settings.Bursts is not { } bursts)
            return isLost;
        _inBurst = _inBurst ? step >= bursts.Leave : step < bursts.Enter;
        return isLost | (_inBurst && inBurst < bursts.Loss);
    }

    /// <summary>Octets that wait for their turn.</summary>
    private long Backlog(WireSettings settings, long now) =>
        settings.Bandwidth == 0 || _lineFree <= now ? 0 : (long)((double)(_lineFree - now) * settings.Bandwidth / (8 * TimeSpan.TicksPerSecond));

    /// <summary>The frame occupies the line, lost on the way or not.</summary>
    private void TakeLine(WireSettings settings, int octets, long now)
    {
        var duration = settings.Bandwidth == 0 ? 0 : octets * 8 * TimeSpan.TicksPerSecond / settings.Bandwidth;
        _lineFree = Math.Max(_lineFree, now) + duration;
    }

    private long Due(WireSettings settings, long now, long jitter, bool isHeldBack)
    {
        var due = Math.Max(_lineFree, now) + settings.Latency.Ticks + jitter;
        if (isHeldBack)
            return due + settings.ReorderingDelay.Ticks;
        return _lastDue = Math.Max(due, _lastDue);
    }

    private void Lose(NetBuffer frame, DropReason reason)
    {
        Statistics.Drops.Add(reason);
        frame.Free();
    }

    private void LoseAll()
    {
        while (_flights.Count > 0)
            Lose(_flights.RemoveFirst().Frame, DropReason.WireUnplugged);
        _lineFree = _lastDue = 0;
    }
}
