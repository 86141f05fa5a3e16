using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <content>Memory, and calls that libc has no name for.</content>
internal static unsafe partial class LibC
{
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial void* Map(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint first, void* second, nint third);
}
