using System.Buffers.Binary;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Run.Calls;

/// <summary>What a call that sends or receives one message names: pieces of memory, an address, flags. Read once from the program.</summary>
internal sealed class MessageCall
{
    private const int MaximumPieces = 1024;
    private const int MaximumPayload = 65536;
    private const int HeaderSize = 56;
    private readonly List<(ulong Address, int Length)> _pieces = [];

    // Where results go: null for a call that has no such thing.
    private ulong _nameAddress;
    private ulong _nameLengthAddress;
    private ulong _headerAddress;
    private ulong _batchLengthAddress;

    /// <summary>Where to; unspecified for the connected peer.</summary>
    public NetAddress Destination { get; private set; }

    public MessageFlags Flags { get; private set; }

    public bool IsUrgent => (Flags & MessageFlags.OutOfBand) != 0;

    /// <summary>Octets of the pieces together, as far as a datagram goes.</summary>
    public int Length { get; private set; }

    /// <summary>A sendto or recvfrom. 0, or the error.</summary>
    public static int FromArguments(ProgramCall call, bool sends, out MessageCall message)
    {
        message = new MessageCall { Flags = (MessageFlags)call.Int(3) };
        message.Add(call[1], call[2]);
        if (sends)
            return message.SetDestination(call, call[4], (uint)call[5]);
        message._nameAddress = call[4];
        message._nameLengthAddress = call[5];
        return 0;
    }

    /// <summary>A struct msghdr, of sendmsg and recvmsg, and in arrays of them. 0, or the error.</summary>
    public static int FromHeader(ProgramCall call, ulong address, MessageFlags flags, bool sends, out MessageCall message)
    {
        message = new MessageCall { Flags = flags, _headerAddress = address };
        Span<byte> header = stackalloc byte[HeaderSize];
        if (!call.TryRead(address, header))
            return ErrorNumbers.BadAddress;
        ulong name = BinaryPrimitives.ReadUInt64LittleEndian(header);
        uint nameLength = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        int error = message.ReadPieces(call, BinaryPrimitives.ReadUInt64LittleEndian(header[16..]), BinaryPrimitives.ReadUInt64LittleEndian(header[24..]));
        if (error != 0)
            return error;
        if (sends)
            return message.SetDestination(call, name, nameLength);
        message._nameAddress = name;
        return 0;
    }

    /// <summary>The call's result is the number of messages, and the length of this one goes where the batch has it.</summary>
    public void CountsMessages(ulong lengthAddress) => _batchLengthAddress = lengthAddress;

    /// <summary>What is to be sent.</summary>
    public bool TryReadPayload(ProgramCall call, out byte[] octets)
    {
        octets = new byte[Length];
        int at = 0;
        foreach (var (address, length) in _pieces)
        {
            int part = Math.Min(length, octets.Length - at);
            if (!call.TryRead(address, octets.AsSpan(at, part)))
                return false;
            at += part;
        }

        return true;
    }

    /// <summary>Writes what was received where the program wants it, and answers.</summary>
    /// <param name="call">The call.</param>
    /// <param name="octets">What fits.</param>
    /// <param name="whole">The datagram's length.</param>
    /// <param name="source">Who sent it.</param>
    public void Answer(ProgramCall call, ReadOnlySpan<byte> octets, int whole, in NetAddress source)
    {
        int length = (Flags & MessageFlags.Truncate) != 0 ? whole : octets.Length;
        int error = Deliver(call, octets, whole, source);
        if (error == 0 && _batchLengthAddress != 0 && !call.TryWrite(_batchLengthAddress, BitConverter.GetBytes(length)))
            error = ErrorNumbers.BadAddress;
        if (error != 0)
            call.Fail(error);
        else
            call.Succeed(_batchLengthAddress != 0 ? 1 : length);
    }

    private int Deliver(ProgramCall call, ReadOnlySpan<byte> octets, int whole, in NetAddress source)
    {
        int cut = octets.Length;
        foreach (var (address, length) in _pieces)
        {
            int part = Math.Min(length, octets.Length);
            if (!call.TryWrite(address, octets[..part]))
                return ErrorNumbers.BadAddress;
            octets = octets[part..];
        }

        return _headerAddress == 0
            ? call.WriteAddress(_nameAddress, _nameLengthAddress, source)
            : WriteHeader(call, source, whole > cut ? MessageFlags.Truncate : MessageFlags.None);
    }

    private int WriteHeader(ProgramCall call, in NetAddress source, MessageFlags flags)
    {
        // The length of the name stands in the header, as its room did; no ancillary data come this way.
        if (_nameAddress != 0)
        {
            int error = call.WriteAddress(_nameAddress, _headerAddress + 8, source);
            if (error != 0)
                return error;
        }

        Span<byte> rest = stackalloc byte[sizeof(ulong) + sizeof(int)];
        rest.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(rest[sizeof(ulong)..], (int)flags);
        return call.TryWrite(_headerAddress + 40, rest) ? 0 : ErrorNumbers.BadAddress;
    }

    private int ReadPieces(ProgramCall call, ulong address, ulong count)
    {
        if (count > MaximumPieces)
            return ErrorNumbers.MessageTooLong;
        var vectors = new byte[(int)count * 16];
        if (!call.TryRead(address, vectors))
            return ErrorNumbers.BadAddress;
        for (int i = 0; i < (int)count; i++)
            Add(BinaryPrimitives.ReadUInt64LittleEndian(vectors.AsSpan(i * 16)), BinaryPrimitives.ReadUInt64LittleEndian(vectors.AsSpan((i * 16) + 8)));
        return 0;
    }

    private void Add(ulong address, ulong length)
    {
        int part = (int)Math.Min(length, (ulong)(MaximumPayload - Length));
        _pieces.Add((address, part));
        Length += part;
    }

    private int SetDestination(ProgramCall call, ulong address, uint length)
    {
        if (address == 0 || length == 0)
            return 0;
        int error = call.ReadAddress(address, length, out var destination);
        Destination = destination;
        return error;
    }
}
