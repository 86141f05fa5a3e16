using System.Runtime.InteropServices;

namespace Hokku.Linux.Programs;

/// <summary>Where a filtered program's calls come in, and their answers go (seccomp_unotify(2)).</summary>
public sealed unsafe class CallListener(Descriptor descriptor) : IDisposable
{
    private const nuint ReceiveRequest = 0xC0502100;
    private const nuint SendRequest = 0xC0182101;
    private const nuint IsValidRequest = 0x40082102;
    private const nuint AddDescriptorRequest = 0x40182103;
    private const nuint SetFlagsRequest = 0x40082104;
    private const nint WakeOnSameProcessor = 1;
    private const uint Continue = 1;
    private const uint AddAndAnswer = 2;
    private const int CloseOnExec = 0x80000;

    /// <summary>To watch: readable when a call waits, hung up when the last program has ended.</summary>
    public Descriptor Descriptor { get; } = descriptor;

    /// <summary>The program's thread is woken where we run: a third of the time for short calls. Older kernels (before 6.6) do without.</summary>
    public void PreferSameProcessor() => _ = LibC.Control(Descriptor.Number, SetFlagsRequest, (void*)WakeOnSameProcessor);

    /// <summary>Takes a call; false when it went away before, or the last program has ended. Waits when there is none: watch first.</summary>
    public bool TryReceive(out TrappedCall call)
    {
        call = default;
        fixed (TrappedCall* pointer = &call)
            return LibC.Control(Descriptor.Number, ReceiveRequest, pointer) >= 0;
    }

    /// <summary>Whether the program still waits in the call; a signal may have ended it.</summary>
    public bool IsValid(ulong id) => LibC.Control(Descriptor.Number, IsValidRequest, &id) >= 0;

    /// <summary>Answers with a result, or a negative error number. False when nobody waits any more.</summary>
    public bool Answer(ulong id, long result) =>
        Send(new Response { Id = id, Result = result < 0 ? 0 : result, Error = result < 0 ? (int)result : 0 });

    /// <summary>The kernel does what the program asked for.</summary>
    public bool LetThrough(ulong id) => Send(new Response { Id = id, Flags = Continue });

    /// <summary>Gives the program a descriptor, and its number there as the call's result; -1 when nobody waits any more, or it may have no more.</summary>
    public int AnswerWith(ulong id, Descriptor given, bool closeOnExec)
    {
        var addition = new Addition { Id = id, Flags = AddAndAnswer, Source = (uint)given.Number, NewFlags = closeOnExec ? (uint)CloseOnExec : 0 };
        int number = LibC.Control(Descriptor.Number, AddDescriptorRequest, &addition);
        if (number < 0)
            Answer(id, -Marshal.GetLastPInvokeError());
        return number;
    }

    public void Dispose() => Descriptor.Dispose();

    private bool Send(Response response) => LibC.Control(Descriptor.Number, SendRequest, &response) >= 0;

    [StructLayout(LayoutKind.Sequential)]
    private struct Response
    {
        public ulong Id;
        public long Result;
        public int Error;
        public uint Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Addition
    {
        public ulong Id;
        public uint Flags;
        public uint Source;
        public uint NewNumber;
        public uint NewFlags;
    }
}
