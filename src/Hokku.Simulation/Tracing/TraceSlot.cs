using Hokku.Abstractions;
using Hokku.Wire;

namespace Hokku.Simulation;

/// <summary>Room for one event whose text is made when somebody reads it; used again for later ones.</summary>
internal sealed class TraceSlot
{
    private const int KeptOctets = 256;
    private readonly byte[] _octets = new byte[KeptOctets];
    private long _number;
    private TimeSpan _at;
    private ulong _hash;
    private string? _text;
    private string _way = "";
    private int _kept;
    private int _size;
    private DropReason _fate;
    private TimeSpan _delay;

    public void Set(long number, TimeSpan at, ulong hash, string text)
    {
        (_number, _at, _hash, _text) = (number, at, hash, text);
    }

    public void Set(long number, TimeSpan at, ulong hash, string way, ReadOnlySpan<byte> frame, DropReason fate, TimeSpan delay)
    {
        (_number, _at, _hash, _text) = (number, at, hash, null);
        (_way, _fate, _delay, _size) = (way, fate, delay, frame.Length);
        _kept = Math.Min(frame.Length, KeptOctets);
        frame[.._kept].CopyTo(_octets);
    }

    public WorldEvent ToEvent() => new(_number, _at, _hash, _text ?? Packet());

    private string Packet()
    {
        string fate = _fate == DropReason.None ? $"arrives after {_delay.TotalMilliseconds:0.###} ms" : $"LOST ({_fate})";
        return $"{_way}: {PacketNotation.DescribeFrame(_octets.AsSpan(0, _kept))} [{_size} octets, {fate}]";
    }
}
