namespace Hokku.Linux;

/// <summary>One of the rings that an AF_XDP socket shares with the kernel: entries between a producer's and a consumer's number.</summary>
internal sealed unsafe class XdpRing : IDisposable
{
    private const int ReadWrite = 3;
    private const int SharedPopulated = 0x8001;

    private readonly byte* _memory;
    private readonly nuint _length;
    private readonly uint* _producer;
    private readonly uint* _consumer;
    private readonly byte* _entries;
    private readonly int _entrySize;
    private readonly uint _mask;
    private bool _isDisposed;

    /// <param name="socket">The socket.</param>
    /// <param name="place">Where mmap finds the ring.</param>
    /// <param name="offsets">Producer, consumer, entries and flags in it.</param>
    /// <param name="count">Entries, a power of two.</param>
    /// <param name="entrySize">Octets of one.</param>
    public XdpRing(Descriptor socket, nint place, ulong* offsets, int count, int entrySize)
    {
        _length = (nuint)offsets[2] + (nuint)(count * entrySize);
        var memory = LibC.Map(null, _length, ReadWrite, SharedPopulated, socket.Number, place);
        if ((nint)memory == -1)
            throw Platform.Failure("map a ring of an AF_XDP socket");
        _memory = (byte*)memory;
        _producer = (uint*)(_memory + offsets[0]);
        _consumer = (uint*)(_memory + offsets[1]);
        _entries = _memory + offsets[2];
        _entrySize = entrySize;
        _mask = (uint)count - 1;
    }

    /// <summary>How many entries the kernel has produced for us.</summary>
    public int Ready => (int)(Volatile.Read(ref *_producer) - *_consumer);

    /// <summary>How many entries we may produce.</summary>
    public int Free => (int)(_mask + 1 - (*_producer - Volatile.Read(ref *_consumer)));

    /// <summary>The oldest entry that the kernel has produced.</summary>
    public void* Oldest => _entries + ((nint)(*_consumer & _mask) * _entrySize);

    /// <summary>The entry to be produced next.</summary>
    public void* Next => _entries + ((nint)(*_producer & _mask) * _entrySize);

    /// <summary>The oldest entry has been looked at.</summary>
    public void Consume() => Volatile.Write(ref *_consumer, *_consumer + 1);

    /// <summary>The next entry has been written.</summary>
    public void Produce() => Volatile.Write(ref *_producer, *_producer + 1);

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _ = LibC.Unmap(_memory, _length);
    }
}
