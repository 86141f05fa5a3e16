using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>Watches many descriptors (epoll), and can be woken by any thread (eventfd). One thread waits.</summary>
public sealed unsafe class ReadinessQueue : IDisposable
{
    /// <summary>The key that tells of <see cref="Wake"/>; no descriptor may have it.</summary>
    public const ulong WakeKey = ulong.MaxValue;

    private const int CloseOnExec = 0x80000;
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;
    private const int ChangeOperation = 3;
    private const int AtOnce = 128;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = KeyOffset + sizeof(ulong);

    private readonly Descriptor _queue;
    private readonly WakeUp _wake = new();
    private readonly byte[] _events = GC.AllocateArray<byte>(AtOnce * 16, pinned: true);
    private int _isAwake;

    /// <exception cref="LinuxException">No descriptor is to be had.</exception>
    public ReadinessQueue()
    {
        _queue = Platform.Check(LibC.CreateReadinessQueue(CloseOnExec), "epoll_create1");
        Change(AddOperation, _wake.Number, WakeKey, Readiness.Read | Readiness.Edge);
    }

    /// <exception cref="LinuxException">There are too many descriptors, or it is watched already.</exception>
    public void Add(Descriptor descriptor, ulong key, Readiness wanted) => Change(AddOperation, descriptor.Number, key, wanted);

    public void Change(Descriptor descriptor, ulong key, Readiness wanted) => Change(ChangeOperation, descriptor.Number, key, wanted);

    /// <summary>Before the descriptor is closed.</summary>
    public void Remove(Descriptor descriptor)
    {
        byte* entry = stackalloc byte[16];
        _ = LibC.ControlReadinessQueue(_queue.Number, RemoveOperation, descriptor.Number, entry);
    }

    /// <summary>Ends the present or the next wait. From any thread.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isAwake, 1) == 0)
            _wake.Wake();
    }

    /// <summary>Waits for readiness.</summary>
    /// <param name="timeout">Milliseconds; -1 for ever.</param>
    /// <returns>How many can be read by <see cref="Get"/>.</returns>
    public int Wait(int timeout)
    {
        int count;
        fixed (byte* events = _events)
            count = LibC.WaitReadinessQueue(_queue.Number, events, AtOnce, timeout);
        return Math.Max(0, count);
    }

    /// <summary>One of the descriptors that the last wait found ready.</summary>
    public (ulong Key, Readiness Ready) Get(int index)
    {
        var entry = _events.AsSpan(index * EventSize, EventSize);
        ulong key = MemoryMarshal.Read<ulong>(entry[KeyOffset..]);
        if (key == WakeKey)
        {
            // In this order, with a fence: a wake that comes between is seen by what the caller looks at next, and one that comes later wakes again.
            _wake.Clear();
            Interlocked.Exchange(ref _isAwake, 0);
        }

        return (key, (Readiness)MemoryMarshal.Read<uint>(entry));
    }

    public void Dispose()
    {
        _queue.Dispose();
        _wake.Dispose();
    }

    private void Change(int operation, int descriptor, ulong key, Readiness wanted)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = (uint)wanted;
        MemoryMarshal.Write(new Span<byte>(entry + KeyOffset, sizeof(ulong)), in key);
        Platform.CheckResult(LibC.ControlReadinessQueue(_queue.Number, operation, descriptor, entry), "epoll_ctl");
    }
}
