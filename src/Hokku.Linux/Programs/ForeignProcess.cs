namespace Hokku.Linux.Programs;

/// <summary>What a supervisor does with a program that waits in a call: its memory and its descriptors.</summary>
public static unsafe class ForeignProcess
{
    private const nint OpenThreadCall = 434;
    private const nint GetDescriptorCall = 438;
    private const nint ReadMemoryCall = 310;
    private const nint WriteMemoryCall = 311;
    private const nuint OneThread = 0x80;

    /// <summary>A copy of a descriptor of the thread's process; null when it has none of that number, or has ended.</summary>
    public static Descriptor? TryTake(int thread, int number)
    {
        int process = (int)LibC.SystemCall(OpenThreadCall, (nuint)thread, OneThread, 0, 0, 0, 0);
        if (process < 0)
            return null;
        int taken = (int)LibC.SystemCall(GetDescriptorCall, (nuint)process, (nuint)number, 0, 0, 0, 0);
        _ = LibC.Close(process);
        return taken < 0 ? null : new Descriptor(taken);
    }

    /// <summary>Reads the program's memory, all or nothing.</summary>
    public static bool TryRead(int thread, ulong address, Span<byte> octets)
    {
        if (octets.IsEmpty)
            return true;
        fixed (byte* pointer = octets)
            return Transfer(ReadMemoryCall, thread, address, pointer, octets.Length);
    }

    /// <summary>Writes to the program's memory, all or nothing.</summary>
    public static bool TryWrite(int thread, ulong address, ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
            return true;
        fixed (byte* pointer = octets)
            return Transfer(WriteMemoryCall, thread, address, pointer, octets.Length);
    }

    private static bool Transfer(nint call, int thread, ulong address, byte* octets, int length)
    {
        var ours = new IoSegment((nint)octets, (nuint)length);
        var theirs = new IoSegment((nint)address, (nuint)length);
        return LibC.SystemCall(call, (nuint)thread, (nuint)(&ours), 1, (nuint)(&theirs), 1, 0) == length;
    }
}
