namespace Hokku.Devices.VirtualWire;

/// <summary>The frames under way, the next to arrive first: a binary heap whose memory is kept, so that a steady flow allocates nothing.</summary>
internal sealed class WireFlightQueue
{
    private WireFlight[] _heap = new WireFlight[64];

    public int Count { get; private set; }

    /// <summary>The next to arrive; there must be one.</summary>
    public ref readonly WireFlight First => ref _heap[0];

    public void Add(in WireFlight flight)
    {
        if (Count == _heap.Length)
            Array.Resize(ref _heap, 2 * Count);
        var i = Count++;
        while (i > 0)
        {
            var parent = (i - 1) / 2;
            if (!flight.IsBefore(_heap[parent]))
                break;
            _heap[i] = _heap[parent];
            i = parent;
        }

        _heap[i] = flight;
    }

    public WireFlight RemoveFirst()
    {
        var first = _heap[0];
        var last = _heap[--Count];
        _heap[Count] = default;
        var i = 0;
        while (true)
        {
            var child = (2 * i) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && _heap[child + 1].IsBefore(_heap[child]))
                child++;
            if (!_heap[child].IsBefore(last))
                break;
            _heap[i] = _heap[child];
            i = child;
        }

        if (Count > 0)
            _heap[i] = last;
        return first;
    }
}
