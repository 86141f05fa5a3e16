using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Linux;
using Hokku.Parts;

namespace Hokku.Devices.Packet;

/// <summary>Frames on their way to the kernel by one call.</summary>
internal sealed unsafe class FrameBatch(Descriptor socket) : IDisposable
{
    private const int Limit = 32;
    private const int VectorLimit = 48;

    /// <summary>How often a frame is offered to a kernel that has no room.</summary>
    private const int Tries = 3;

    private readonly MessageBatch _messages = new(Limit, VectorLimit);
    private readonly NetBuffer[] _frames = new NetBuffer[Limit];
    private readonly VirtualHeader* _headers = (VirtualHeader*)NativeMemory.AllocZeroed(Limit, (nuint)sizeof(VirtualHeader));
    private bool _isDisposed;

    public int Count { get; private set; }

    public bool IsFull => Count == Limit;

    public static DropReason Reason(LinuxError error) => error switch
    {
        LinuxError.ENETDOWN or LinuxError.ENXIO => DropReason.LinkDown,
        LinuxError.EAGAIN or LinuxError.ENOBUFS or LinuxError.EINTR => DropReason.QueueFull,
        LinuxError.EMSGSIZE => DropReason.TooBig,
        _ => DropReason.DeviceError,
    };

    /// <summary>Adds a frame; false when it has too many pieces, and stays the caller's.</summary>
    public bool TryAdd(NetBuffer frame)
    {
        if (frame.CountVectors() >= VectorLimit)
            return false;
        var segments = _messages.Segments(Count);
        _headers[Count] = VirtualHeader.Describe(frame);
        segments[0] = new IoSegment((nint)(_headers + Count), VirtualHeader.Length);
        int vectors = frame.GetVectors(MemoryMarshal.Cast<IoSegment, IoVector>(segments[1..]));
        _messages.SetCount(Count, 1 + vectors);
        _frames[Count++] = frame;
        return true;
    }

    /// <summary>Sends and frees what was added; what cannot be sent is counted.</summary>
    /// <returns>Whether the last frame found a link.</returns>
    public bool Send(DropCounters drops)
    {
        var reason = DropReason.None;
        int tries = 0;
        for (int first = 0; first < Count;)
        {
            int result = _messages.Send(socket, first, Count - first);
            reason = result > 0 ? DropReason.None : Reason((LinuxError)(-result));
            if (reason == DropReason.QueueFull && ++tries < Tries)
            {
                Thread.Yield();
                continue;
            }

            tries = 0;
            first += Math.Max(result, 1);
            if (reason != DropReason.None)
                drops.Add(reason);
        }

        for (int i = 0; i < Count; i++)
        {
            _frames[i].Free();
            _frames[i] = null!;
        }

        Count = 0;
        return reason != DropReason.LinkDown;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _messages.Dispose();
        NativeMemory.Free(_headers);
    }
}
