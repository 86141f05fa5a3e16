using System.Buffers.Binary;
using System.Net.Sockets;
using Hokku.Linux.Programs;
using Hokku.Wire.Addresses;

namespace Hokku.Run.Calls;

/// <summary>A call that a program waits in, with its answer to give. What it points at is read once.</summary>
internal sealed class ProgramCall(CallListener listener, in TrappedCall call)
{
    private const int InternetFamily = 2;
    private const int AddressSize = 16;
    private readonly TrappedCall _call = call;

    public SystemCall Number => _call.Number;

    public int Thread => _call.Thread;

    /// <summary>The first argument of most calls: the socket's descriptor.</summary>
    public int Descriptor => _call.Int(0);

    public CallListener Listener => listener;

    /// <summary>Whether the program still waits.</summary>
    public bool IsWaiting => listener.IsValid(_call.Id);

    public ulong this[int index] => _call[index];

    public int Int(int index) => _call.Int(index);

    public void Succeed(long result = 0) => listener.Answer(_call.Id, result);

    public void Fail(int error) => listener.Answer(_call.Id, -error);

    public void Fail(SocketError error) => Fail(ErrorNumbers.Of(error));

    /// <summary>Answers a call that succeeds with 0.</summary>
    public void Finish(SocketError error) => listener.Answer(_call.Id, -ErrorNumbers.Of(error));

    /// <summary>The kernel does it, on the descriptor that the program has.</summary>
    public void LetThrough() => listener.LetThrough(_call.Id);

    /// <summary>Answers with a new descriptor; its number there, or -1 when the program did not get it.</summary>
    public int SucceedWith(Linux.Descriptor given, bool closeOnExec) => listener.AnswerWith(_call.Id, given, closeOnExec);

    public bool TryRead(ulong address, Span<byte> octets) => ForeignProcess.TryRead(Thread, address, octets);

    public bool TryWrite(ulong address, ReadOnlySpan<byte> octets) => ForeignProcess.TryWrite(Thread, address, octets);

    /// <summary>Reads a struct sockaddr_in; unspecified for AF_UNSPEC. 0, or the error.</summary>
    public int ReadAddress(ulong address, uint length, out NetAddress result)
    {
        result = default;
        if (length < sizeof(ushort))
            return ErrorNumbers.Invalid;
        Span<byte> octets = stackalloc byte[AddressSize];
        var read = octets[..(int)Math.Min(length, AddressSize)];
        if (!TryRead(address, read))
            return ErrorNumbers.BadAddress;
        int family = BinaryPrimitives.ReadUInt16LittleEndian(octets);
        if (family == 0)
            return 0;
        if (length < AddressSize)
            return ErrorNumbers.Invalid;
        if (family != InternetFamily)
            return ErrorNumbers.NoSuchFamily;
        result = new NetAddress(IPv4Address.Read(octets[4..]), new Port(BinaryPrimitives.ReadUInt16BigEndian(octets[2..])));
        return 0;
    }

    /// <summary>Writes a struct sockaddr_in and its length where the caller wants them; both null are none. 0, or the error.</summary>
    public int WriteAddress(ulong address, ulong lengthAddress, in NetAddress value)
    {
        if (address == 0)
            return 0;
        Span<byte> room = stackalloc byte[sizeof(int)];
        if (lengthAddress == 0 || !TryRead(lengthAddress, room))
            return ErrorNumbers.BadAddress;
        int length = BinaryPrimitives.ReadInt32LittleEndian(room);
        if (length < 0)
            return ErrorNumbers.Invalid;
        Span<byte> octets = stackalloc byte[AddressSize];
        Encode(value, octets);
        BinaryPrimitives.WriteInt32LittleEndian(room, AddressSize);
        return TryWrite(address, octets[..Math.Min(length, AddressSize)]) && TryWrite(lengthAddress, room) ? 0 : ErrorNumbers.BadAddress;
    }

    /// <summary>A struct sockaddr_in.</summary>
    public static void Encode(in NetAddress value, Span<byte> octets)
    {
        octets[..AddressSize].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(octets, InternetFamily);
        BinaryPrimitives.WriteUInt16BigEndian(octets[2..], value.Port);
        if (!value.IsUnspecified)
            value.Octets.CopyTo(octets[4..8]);
    }
}
