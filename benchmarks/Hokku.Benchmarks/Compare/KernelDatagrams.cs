using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Linux;

namespace Hokku.Benchmarks.Compare;

/// <summary>Datagrams of a kernel's socket in batches (sendmmsg, recvmmsg), so that the tool that measures is not what is measured.</summary>
internal sealed unsafe partial class KernelDatagrams : IDisposable
{
    public const int Limit = 64;
    private const int Room = 2048;
    private const int WaitForOne = 0x10000;
    private const int DoNotWait = 0x40;
    private readonly int _socket;
    private readonly byte* _memory = (byte*)NativeMemory.AllocZeroed(Limit, Room);
    private readonly byte* _names = (byte*)NativeMemory.AllocZeroed(Limit, 16);
    private readonly IoSegment* _segments = (IoSegment*)NativeMemory.AllocZeroed(Limit, (nuint)sizeof(IoSegment));
    private readonly Message* _messages = (Message*)NativeMemory.AllocZeroed(Limit, (nuint)sizeof(Message));

    public KernelDatagrams(Socket socket)
    {
        _socket = (int)socket.Handle;
        for (int i = 0; i < Limit; i++)
        {
            _segments[i] = new IoSegment((nint)(_memory + (i * Room)), Room);
            _messages[i].Segments = _segments + i;
            _messages[i].SegmentCount = 1;
        }
    }

    /// <summary>Waits for one datagram, unless told not to, and takes all that are there; how many, or 0.</summary>
    public int Receive(bool waits = true)
    {
        for (int i = 0; i < Limit; i++)
        {
            _messages[i].Name = _names + (i * 16);
            _messages[i].NameLength = 16;
            _segments[i].Length = Room;
        }

        return Math.Max(0, ReceiveMessages(_socket, _messages, Limit, waits ? WaitForOne : DoNotWait, null));
    }

    /// <summary>Sends so many datagrams back to where they came from.</summary>
    public void Send(int count)
    {
        for (int i = 0; i < count; i++)
            _segments[i].Length = _messages[i].Length;
        for (int sent = 0; sent < count;)
            sent += Math.Max(1, SendMessages(_socket, _messages + sent, (uint)(count - sent), 0));
    }

    /// <summary>Sends so many datagrams of a size to the connected peer.</summary>
    public void Send(int count, int size)
    {
        for (int i = 0; i < count; i++)
        {
            _segments[i].Length = (nuint)size;
            _messages[i].Name = null;
            _messages[i].NameLength = 0;
        }

        for (int sent = 0; sent < count;)
            sent += Math.Max(1, SendMessages(_socket, _messages + sent, (uint)(count - sent), 0));
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        NativeMemory.Free(_names);
        NativeMemory.Free(_segments);
        NativeMemory.Free(_messages);
    }

    [LibraryImport("libc", EntryPoint = "sendmmsg")]
    private static partial int SendMessages(int socket, Message* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    private static partial int ReceiveMessages(int socket, Message* messages, uint count, int flags, void* timeout);

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public byte* Name;
        public uint NameLength;
        public IoSegment* Segments;
        public nuint SegmentCount;
        public void* Control;
        public nuint ControlLength;
        public long Flags; // with what pads the header
        public uint Length;
    }
}
