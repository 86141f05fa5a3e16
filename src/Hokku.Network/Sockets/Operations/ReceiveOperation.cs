using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using Hokku.Driver;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network.Sockets.Operations;

/// <summary>A receive call: of a stream or a datagram, with or without its source.</summary>
internal sealed unsafe class ReceiveOperation(HokkuSocket socket)
    : SocketOperation, IValueTaskSource<SocketReceiveFromResult>, IValueTaskSource<ReceivedMessage>
{
    private const int ControlRoom = 512;

    private Memory<byte> _memory;
    private byte* _pointer;
    private int _length;
    private int _taken;
    private MessageFlags _flags;
    private SocketAddress? _address;

    /// <summary>Where the datagram came from.</summary>
    public NetAddress Source;

    /// <summary>What was told about it.</summary>
    public MessageFlags Told { get; private set; }

    /// <summary>Where it went to and by which interface it came, when asked.</summary>
    public PacketInformation Information { get; private set; }

    /// <summary>Its hop limit, when asked.</summary>
    public int? TimeToLive { get; private set; }

    /// <summary>Octets of each datagram when several came joined.</summary>
    public int SegmentSize { get; private set; }

    private Span<byte> Room => (_pointer is null ? _memory.Span : new Span<byte>(_pointer, _length))[_taken..];

    private bool IsStream => socket.SocketType == SocketType.Stream;

    private bool WaitsForAll => (_flags & (MessageFlags.WaitAll | MessageFlags.OutOfBand)) == MessageFlags.WaitAll && IsStream;

    public void Prepare(Memory<byte> memory, MessageFlags flags, SocketAddress? address)
    {
        Prepare(blocking: false);
        _memory = memory;
        _pointer = null;
        _length = memory.Length;
        Begin(flags, address);
    }

    /// <summary>For a call that waits on its own thread, which keeps the memory pinned.</summary>
    public void Prepare(byte* pointer, int length, MessageFlags flags, SocketAddress? address)
    {
        Prepare(blocking: true);
        _pointer = pointer;
        _length = length;
        Begin(flags, address);
    }

    public override bool TryPerform()
    {
        if (_length == 0 && IsStream)
            return TryBeReady();
        Span<byte> control = stackalloc byte[socket.WantsAncillary ? ControlRoom : 0];
        while (true)
        {
            var message = new DriverMessage { Control = control };
            var error = socket.Driver.Receive(Room, _flags & ~(MessageFlags.WaitAll | MessageFlags.DontWait), ref message, out int received);
            if (error == SocketError.WouldBlock)
                return (_flags & MessageFlags.DontWait) != 0 && Finish(_taken > 0 ? SocketError.Success : error);
            if (error != SocketError.Success)
                return Finish(_taken > 0 ? SocketError.Success : error);
            if (WaitsForAll && received > 0 && received < Room.Length)
            {
                if ((_flags & MessageFlags.Peek) == 0)
                {
                    _taken += received;
                    continue;
                }

                if ((_flags & MessageFlags.DontWait) == 0 && (socket.Driver.Poll() & SocketEventSets.Ended) == 0)
                    return false;
            }

            Tell(ref message);
            _taken += received;
            return Finish(SocketError.Success);
        }
    }

    SocketReceiveFromResult IValueTaskSource<SocketReceiveFromResult>.GetResult(short token)
    {
        Fetch(token);
        return TakeFrom();
    }

    ReceivedMessage IValueTaskSource<ReceivedMessage>.GetResult(short token)
    {
        Fetch(token);
        return TakeMessageFrom();
    }

    public SocketReceiveFromResult TakeFrom()
    {
        var source = Source;
        return new() { ReceivedBytes = Take(), RemoteEndPoint = socket.EndPointOf(source) };
    }

    public ReceivedMessage TakeMessageFrom()
    {
        var source = Source;
        var flags = Told.ToSocketFlags();
        var information = Information;
        var timeToLive = TimeToLive;
        int segmentSize = SegmentSize;
        var destination = information.Destination.IsUnspecified ? null : information.Destination.ToIPAddress();
        return new(Take(), socket.EndPointOf(source), flags, destination, information.InterfaceIndex, timeToLive, segmentSize);
    }

    protected override void Recycle()
    {
        _memory = default;
        _pointer = null;
        _address = null;
        socket.Keep(this);
    }

    private void Begin(MessageFlags flags, SocketAddress? address)
    {
        _flags = flags;
        _address = address;
        _taken = 0;
        Source = default;
        Told = MessageFlags.None;
        Information = default;
        TimeToLive = null;
        SegmentSize = 0;
    }

    // A receive without room on a stream waits until there is something to receive.
    private bool TryBeReady() =>
        ((socket.Driver.Poll() & SocketEventSets.Readable) != 0 && Finish(SocketError.Success))
        || ((_flags & MessageFlags.DontWait) != 0 && Finish(SocketError.WouldBlock));

    private bool Finish(SocketError error)
    {
        Error = socket.Translate(error);
        Result = _taken;
        return true;
    }

    private void Tell(ref DriverMessage message)
    {
        Source = message.Source;
        Told = message.Flags;
        if (_address is not null)
            message.Source.WriteTo(_address);
        if (message.ControlLength > 0 && message.TryFind(SocketLevel.IP, (int)IPOption.PacketInformation, out var octets)
            && octets.Length >= sizeof(PacketInformation))
            Information = MemoryMarshal.Read<PacketInformation>(octets);
        if (message.ControlLength > 0 && message.TryFind(SocketLevel.IP, (int)IPOption.TimeToLive, out octets) && octets.Length >= sizeof(int))
            TimeToLive = MemoryMarshal.Read<int>(octets);
        if (message.ControlLength > 0 && message.TryFind(SocketLevel.Udp, (int)UdpOption.Coalesce, out octets) && octets.Length >= sizeof(int))
            SegmentSize = MemoryMarshal.Read<int>(octets);
    }
}
