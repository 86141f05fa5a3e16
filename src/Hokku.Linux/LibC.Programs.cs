using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <content>Programs under supervision.</content>
internal static unsafe partial class LibC
{
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nuint a, nuint b, nuint c, nuint d, nuint e, nuint f);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int GetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    internal static partial int SetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    internal static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    internal static partial int SignalMask(int how, void* mask, void* old);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    internal static partial nint SendTo(int descriptor, byte* octets, nuint length, int flags, byte* address, int addressLength);

    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    internal static partial nint ReceiveFrom(int descriptor, byte* octets, nuint length, int flags, byte* address, int* addressLength);

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true)]
    internal static partial int Execute(byte* program, byte** arguments);
}
