using Hokku.Linux;

namespace Hokku.Benchmarks.Ceiling;

/// <summary>
/// The ceiling of any user-space TCP on a TAP: one thread that answers ARP, opens one connection at a time, acknowledges every sixteenth segment and
/// sends as far as the window reaches. No timers, no queues, no retransmission, no check of a received checksum; the payload is copied once.
/// Its address is 10.8.0.2; Linux is 10.8.0.1.
/// </summary>
internal sealed unsafe partial class NullTcp : IDisposable
{
    /// <summary>Takes what comes.</summary>
    public const int SinkPort = 5001;

    /// <summary>Sends until <see cref="EndSending"/>.</summary>
    public const int SourcePort = 5002;

    /// <summary>Sends back what comes.</summary>
    public const int EchoPort = 5003;

    private const int VirtualHeader = 10;
    private const int FrameRoom = 128 * 1024;
    private const int ReadsAtOnce = 64;
    private const int IdleMilliseconds = 1;

    private readonly Descriptor _tap;
    private readonly bool _offload;
    private readonly int _segmentSize;
    private readonly Thread _thread;
    private readonly byte[] _in = GC.AllocateArray<byte>(FrameRoom, pinned: true);
    private readonly byte[] _out = GC.AllocateArray<byte>(FrameRoom, pinned: true);
    private readonly byte[] _payload = GC.AllocateArray<byte>(FrameRoom, pinned: true);
    private volatile bool _ended;
    private volatile bool _stopSending;

    /// <summary>Makes the TAP in the calling thread's network namespace.</summary>
    public NullTcp(string interfaceName, bool offload, int mtu)
    {
        _tap = TunDescriptor.Open(interfaceName, TunKind.Tap, VirtualHeader);
        _offload = offload;
        _segmentSize = mtu - 40;
        TunDescriptor.TrySetOffloads(_tap, TunDescriptor.OffloadBits(offload, offload, udp: false));
        _thread = new Thread(Run) { IsBackground = true, Name = "ceiling" };
        _thread.Start();
    }

    /// <summary>Ends what the source port sends.</summary>
    public void EndSending() => _stopSending = true;

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
        _tap.Dispose();
    }

    private void Run()
    {
        Span<PollDescriptor> wait = [new(_tap.Number, PollEvents.Read)];
        while (!_ended)
        {
            int count = 0;
            while (count < ReadsAtOnce && ReadFrame())
                count++;
            bool sent = SendMore();
            if (count == ReadsAtOnce || sent)
                continue;
            if (Descriptor.Poll(wait, TimeSpan.FromMilliseconds(IdleMilliseconds)) == 0)
                Idle();
        }
    }

    private bool ReadFrame()
    {
        nint size = _tap.Read(_in);
        if (size <= VirtualHeader)
            return false;
        FrameArrives(_in.AsSpan(VirtualHeader, (int)size - VirtualHeader));
        return true;
    }

    private void Write(int size)
    {
        while (_tap.Write(_out.AsSpan(0, VirtualHeader + size)) == -(int)LinuxError.EAGAIN)
            Thread.Yield();
    }
}
