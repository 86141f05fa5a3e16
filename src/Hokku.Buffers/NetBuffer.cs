using System.Runtime.CompilerServices;
using Hokku.Wire.Addresses;

namespace Hokku.Buffers;

/// <summary>
/// The seed's net_buffer: exactly one packet, or one super-packet, with its two addresses. Its octets lie in chunks that it shares with
/// other buffers or links to each other. One owner at a time; who is handed a buffer frees it or hands it on.
/// </summary>
/// <remarks>
/// Offsets and sizes are octets from the first octet of the data. Methods named Try answer false when the pool's limit is reached and then
/// have changed nothing; an offset or size outside of the data is a programming error and throws <see cref="ArgumentOutOfRangeException"/>;
/// using a buffer after <see cref="Free"/> throws <see cref="ObjectDisposedException"/> where it can be seen.
/// </remarks>
public sealed unsafe partial class NetBuffer
{
    /// <summary>Where the packet comes from; each layer rewrites it in its own family.</summary>
    public NetAddress Source;

    /// <summary>Where the packet goes to; each layer rewrites it in its own family.</summary>
    public NetAddress Destination;

    /// <summary>The next buffer of whatever list this one is on; see <see cref="BufferList"/>.</summary>
    public NetBuffer? Next;

    /// <summary>When a device received the packet, by the stack's clock.</summary>
    public TimeSpan Timestamp;

    /// <summary>The interface that receives or sends the packet; 0: none yet.</summary>
    public int InterfaceIndex;

    /// <summary>The device that received the packet; 0: none.</summary>
    public int DeviceIndex;

    /// <summary>For whoever holds the buffer just now; means nothing to anybody else.</summary>
    public uint Tag;

    /// <summary>The EtherType, known after deframing or wanted for framing.</summary>
    public ushort FrameType;

    public BufferFlags Flags;

    /// <summary>The payload octets of each packet that a super-packet is cut into; 0: an ordinary packet.</summary>
    public ushort SegmentSize;

    /// <summary>Where in the transport header the checksum field is; with <see cref="BufferFlags.TransportChecksumNeeded"/>.</summary>
    public ushort ChecksumOffset;

    /// <summary>Octets from the beginning of the network header to the end of the data, so that headers put in front do not change it; 0: unknown.</summary>
    public int NetworkLength;

    /// <summary>Octets from the beginning of the transport header to the end of the data; 0: unknown.</summary>
    public int TransportLength;

    /// <summary>The number of the transport protocol.</summary>
    public byte Protocol;

    public SegmentKind SegmentKind;

    private readonly BufferPool _pool;
    private BufferNode[] _nodes = new BufferNode[4];

    // The data are _nodes[_head.._tail]; stored headers that took whole nodes are _nodes[_stored.._head].
    private int _head;
    private int _tail;
    private int _stored = NothingStored;
    private int _size;
    private int _prepared;
    private bool _live;

    internal NetBuffer(BufferPool pool) => _pool = pool;

    /// <summary>The pool that the buffer goes back to. Its chunks may belong to others.</summary>
    public BufferPool Pool => _pool;

    /// <summary>How many octets of data there are.</summary>
    public int Size => _size;

    /// <summary>Where the transport's checksum begins to sum, from the first octet of the data.</summary>
    public int ChecksumStart => _size - TransportLength;

    /// <summary>Whether this is one super-packet that stands for several packets.</summary>
    public bool IsSuperPacket => SegmentSize != 0;

    /// <summary>How many packets it stands for on the wire; for a super-packet of TCP with unusual options one more or less.</summary>
    public int PacketCount
    {
        get
        {
            if (!IsSuperPacket)
                return 1;
            int header = SegmentKind == SegmentKind.Udp ? 8 : 32;
            int payload = (TransportLength > 0 ? TransportLength : Size) - header;
            return Math.Max(1, (payload + SegmentSize - 1) / SegmentSize);
        }
    }

    /// <summary>How many octets can be prepended without another chunk.</summary>
    public int HeadRoom => _head < _tail ? _nodes[_head].HeadRoom : 0;

    /// <summary>How many octets can be appended without another chunk.</summary>
    public int TailRoom => _head < _tail ? _nodes[_tail - 1].TailRoom : 0;

    /// <summary>Gives the buffer back, and its references to chunks.</summary>
    /// <exception cref="ObjectDisposedException">It has been freed before.</exception>
    public void Free()
    {
        ThrowIfFree();
        _live = false;
        Next = null;
        if (_tail == 1 && KeepsChunk)
        {
            _head = _tail = 0;
            _stored = NothingStored;
            _size = 0;
            ClearAncillary();
            _pool.ReturnReady(this);
        }
        else
        {
            FreeSlowly();
        }
    }

    /// <summary>Swaps <see cref="Source"/> and <see cref="Destination"/>: the way back.</summary>
    public void SwapAddresses() => (Source, Destination) = (Destination, Source);

    /// <summary>Starts a life with the chunk that was kept.</summary>
    internal void Open(int headRoom)
    {
        _nodes[0] = new BufferNode(_nodes[0].Chunk, headRoom, headRoom);
        Open();
        _tail = 1;
    }

    /// <summary>Starts a life without a chunk.</summary>
    internal void Open()
    {
        Source = default;
        Destination = default;
        Timestamp = default;
        InterfaceIndex = DeviceIndex = 0;
        Tag = 0;
        FrameType = 0;
        Flags = BufferFlags.None;
        SegmentSize = ChecksumOffset = 0;
        NetworkLength = TransportLength = 0;
        Protocol = 0;
        SegmentKind = SegmentKind.None;
        _prepared = 0;
        _live = true;
    }

    internal void KeepChunk(BufferChunk* chunk) => _nodes[0].Chunk = chunk;

    internal BufferChunk* TakeKeptChunk()
    {
        var chunk = _nodes[0].Chunk;
        _nodes[0].Chunk = null;
        return chunk;
    }

    /// <summary>Takes over everything that is known about a packet, but not its octets.</summary>
    public void CopyMetadata(NetBuffer from)
    {
        ArgumentNullException.ThrowIfNull(from);
        Source = from.Source;
        Destination = from.Destination;
        Timestamp = from.Timestamp;
        InterfaceIndex = from.InterfaceIndex;
        DeviceIndex = from.DeviceIndex;
        Tag = from.Tag;
        FrameType = from.FrameType;
        Flags = from.Flags;
        SegmentSize = from.SegmentSize;
        NetworkLength = from.NetworkLength;
        TransportLength = from.TransportLength;
        ChecksumOffset = from.ChecksumOffset;
        Protocol = from.Protocol;
        SegmentKind = from.SegmentKind;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfFree() => ObjectDisposedException.ThrowIf(!_live, this);
}
