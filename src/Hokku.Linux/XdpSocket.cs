using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>
/// An AF_XDP socket on one queue of an interface, in copy mode (Documentation/networking/af_xdp.rst): frames in memory that is shared with the kernel, told of by rings. Read by
/// one thread and written by one.
/// </summary>
public sealed unsafe class XdpSocket : IDisposable
{
    /// <summary>Octets of the longest frame: a chunk without the room that the kernel keeps in front.</summary>
    public const int LongestFrame = ChunkSize - 256;

    private const int ChunkSize = 4096;
    private const int RingSize = 1024;
    private const int Family = 44;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int Level = 283;
    private const int Offsets = 1;
    private const int ReceiveRing = 2;
    private const int TransmitRing = 3;
    private const int Memory = 4;
    private const int FillRing = 5;
    private const int CompletionRing = 6;
    private const ushort CopyNeedWakeUp = 2 | 8;
    private const int DoNotWait = 0x40;
    private const int DescriptionSize = 16;
    private const int Tries = 20;

    private readonly byte* _memory;
    private readonly BpfProgram _program;
    private readonly List<XdpRing> _rings = [];
    private readonly XdpRing _fill;
    private readonly XdpRing _completion;
    private readonly XdpRing _receive;
    private readonly XdpRing _transmit;
    private readonly ulong[] _free = new ulong[RingSize];
    private int _freeCount;
    private bool _isDisposed;

    private XdpSocket(int interfaceIndex, int queue)
    {
        _program = new BpfProgram();
        _memory = (byte*)NativeMemory.AlignedAlloc(2 * RingSize * ChunkSize, ChunkSize);
        try
        {
            Descriptor = Platform.Check(LibC.Socket(Family, RawCloseOnExec, 0), "open an AF_XDP socket");
            Register();
            var offsets = stackalloc ulong[16];
            uint length = 16 * sizeof(ulong);
            Platform.CheckResult(LibC.GetSocketOption(Descriptor.Number, Level, Offsets, offsets, &length), "XDP_MMAP_OFFSETS");
            _receive = Map(0, offsets, DescriptionSize);
            _transmit = Map(unchecked((nint)0x80000000L), offsets + 4, DescriptionSize);
            _fill = Map(unchecked((nint)0x100000000L), offsets + 8, sizeof(ulong));
            _completion = Map(unchecked((nint)0x180000000L), offsets + 12, sizeof(ulong));
            for (int i = 0; i < RingSize; i++)
            {
                Give((ulong)i * ChunkSize);
                _free[_freeCount++] = (ulong)(RingSize + i) * ChunkSize;
            }

            Bind(interfaceIndex, queue);
            _program.Attach(Descriptor, interfaceIndex, queue);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes all frames of a queue of the interface, which the kernel sees no more. It lets go of a queue a moment after it was told to: then it is tried again.</summary>
    /// <exception cref="LinuxException">EPERM: not permitted. EBUSY: somebody else has the queue or the interface. Others: the kernel has no AF_XDP.</exception>
    public static XdpSocket Open(int interfaceIndex, int queue)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return new XdpSocket(interfaceIndex, queue);
            }
            catch (LinuxException exception) when (exception.Error == LinuxError.EBUSY && tries < Tries)
            {
                global::Hokku.Linux.Descriptor.Poll(default, TimeSpan.FromMilliseconds(10));
            }
        }
    }

    /// <summary>What to poll.</summary>
    public Descriptor Descriptor { get; } = null!;

    /// <summary>Copies the oldest frame that has come into pieces of memory. Its octets, even where the room is less; 0 when there is none.</summary>
    public int Receive(ReadOnlySpan<IoSegment> pieces)
    {
        if (_receive.Ready == 0)
            return 0;
        ulong address = *(ulong*)_receive.Oldest;
        int length = *(int*)((byte*)_receive.Oldest + 8);
        var rest = new ReadOnlySpan<byte>(_memory + address, length);
        foreach (ref readonly var piece in pieces)
        {
            int part = Math.Min(rest.Length, (int)piece.Length);
            rest[..part].CopyTo(new Span<byte>((void*)piece.Base, part));
            rest = rest[part..];
        }

        _receive.Consume();
        Give(address & ~(ulong)(ChunkSize - 1));
        return length;
    }

    /// <summary>Copies a frame to where the kernel will take it from when it is told by <see cref="Kick"/>. ENOBUFS when there is no room now, EMSGSIZE when it is too long.</summary>
    public LinuxError Send(ReadOnlySpan<IoSegment> pieces)
    {
        Reclaim();
        if (_freeCount == 0 || _transmit.Free == 0)
            return LinuxError.ENOBUFS;
        ulong address = _free[_freeCount - 1];
        int length = 0;
        foreach (ref readonly var piece in pieces)
        {
            if (length + (int)piece.Length > LongestFrame)
                return LinuxError.EMSGSIZE;
            new ReadOnlySpan<byte>((void*)piece.Base, (int)piece.Length).CopyTo(new Span<byte>(_memory + address + length, ChunkSize - length));
            length += (int)piece.Length;
        }

        _freeCount--;
        var description = (byte*)_transmit.Next;
        *(ulong*)description = address;
        *(uint*)(description + 8) = (uint)length;
        *(uint*)(description + 12) = 0;
        _transmit.Produce();
        return LinuxError.None;
    }

    /// <summary>Tells the kernel to send. ENETDOWN when the interface is down; EAGAIN and EBUSY when it has to be told again.</summary>
    public LinuxError Kick()
    {
        var result = Platform.Result(LibC.Send(Descriptor.Number, null, 0, DoNotWait));
        return result >= 0 ? LinuxError.None : (LinuxError)(-result);
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _program.Dispose();
        _rings.ForEach(ring => ring.Dispose());
        Descriptor?.Dispose();
        NativeMemory.AlignedFree(_memory);
    }

    private void Register()
    {
        var registration = stackalloc ulong[4];
        new Span<ulong>(registration, 4).Clear();
        registration[0] = (ulong)_memory;
        registration[1] = 2 * RingSize * ChunkSize;
        registration[2] = ChunkSize; // and no head room of ours behind it
        Set(Memory, registration, 4 * sizeof(ulong), "XDP_UMEM_REG");
        int size = RingSize;
        foreach (int ring in (ReadOnlySpan<int>)[FillRing, CompletionRing, ReceiveRing, TransmitRing])
            Set(ring, &size, sizeof(int), "make a ring of an AF_XDP socket");
    }

    private void Set(int option, void* value, uint length, string what) =>
        Platform.CheckResult(LibC.SetSocketOption(Descriptor.Number, Level, option, value, length), what);

    private XdpRing Map(nint place, ulong* offsets, int entrySize)
    {
        var ring = new XdpRing(Descriptor, place, offsets, RingSize, entrySize);
        _rings.Add(ring);
        return ring;
    }

    private void Bind(int interfaceIndex, int queue)
    {
        var address = stackalloc byte[16];
        new Span<byte>(address, 16).Clear();
        *(ushort*)address = Family;
        *(ushort*)(address + 2) = CopyNeedWakeUp;
        *(int*)(address + 4) = interfaceIndex;
        *(int*)(address + 8) = queue;
        Platform.CheckResult(LibC.Bind(Descriptor.Number, address, 16), "bind an AF_XDP socket");
    }

    /// <summary>Gives the kernel a chunk to receive into.</summary>
    private void Give(ulong address)
    {
        *(ulong*)_fill.Next = address;
        _fill.Produce();
    }

    /// <summary>Takes back the chunks of what was sent.</summary>
    private void Reclaim()
    {
        for (int i = _completion.Ready; i > 0; i--)
        {
            _free[_freeCount++] = *(ulong*)_completion.Oldest;
            _completion.Consume();
        }
    }
}
