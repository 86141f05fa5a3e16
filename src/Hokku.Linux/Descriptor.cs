using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hokku.Linux;

/// <summary>
/// A file descriptor that is closed once. Calls on the way of packets answer the negative error number instead of throwing.
/// </summary>
public sealed unsafe class Descriptor : SafeHandleMinusOneIsInvalid
{
    private const int CloseOnExecFlag = 0x80000;
    private const int SetDescriptorFlags = 2;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int NonBlockingFlag = 0x800;

    /// <summary>Takes over a descriptor.</summary>
    public Descriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>The number; valid until it is closed.</summary>
    public int Number => (int)handle;

    /// <summary>Opens a file for reading and writing, or for reading only; closed on exec.</summary>
    /// <exception cref="LinuxException">The file cannot be opened.</exception>
    public static Descriptor Open(string path, bool readOnly = false)
    {
        Platform.RequireLinux();
        return Platform.Check(LibC.Open(path, (readOnly ? 0 : 2) | CloseOnExecFlag, 0), $"open {path}");
    }

    /// <summary>Makes calls answer EAGAIN instead of waiting.</summary>
    /// <exception cref="LinuxException">The descriptor is bad.</exception>
    public void SetNonBlocking()
    {
        var flags = LibC.FileControl(Number, GetFlags, 0);
        if (flags < 0 || LibC.FileControl(Number, SetFlags, flags | NonBlockingFlag) < 0)
            throw Platform.Failure("fcntl");
    }

    /// <summary>Whether calls answer EAGAIN instead of waiting.</summary>
    public bool IsNonBlocking => (LibC.FileControl(Number, GetFlags, 0) & NonBlockingFlag) != 0;

    /// <summary>Makes calls wait.</summary>
    /// <exception cref="LinuxException">The descriptor is bad.</exception>
    public void SetBlocking()
    {
        var flags = LibC.FileControl(Number, GetFlags, 0);
        if (flags < 0 || LibC.FileControl(Number, SetFlags, flags & ~NonBlockingFlag) < 0)
            throw Platform.Failure("fcntl");
    }

    /// <summary>A program that this process starts, or becomes, has the descriptor under the same number.</summary>
    public void KeepOnExec() => _ = LibC.FileControl(Number, SetDescriptorFlags, 0);

    /// <summary>A program that this process starts, or becomes, does not have it.</summary>
    public void CloseOnExec() => _ = LibC.FileControl(Number, SetDescriptorFlags, 1);

    /// <summary>Reads octets; how many, or the negative error number.</summary>
    public nint Read(Span<byte> octets)
    {
        fixed (byte* pointer = octets)
            return Platform.Result(LibC.Read(Number, pointer, (nuint)octets.Length));
    }

    /// <summary>Writes octets; how many, or the negative error number.</summary>
    public nint Write(ReadOnlySpan<byte> octets)
    {
        fixed (byte* pointer = octets)
            return Platform.Result(LibC.Write(Number, pointer, (nuint)octets.Length));
    }

    /// <summary>Reads into several pieces of memory; how many octets, or the negative error number.</summary>
    public nint Read(ReadOnlySpan<IoSegment> segments)
    {
        fixed (IoSegment* pointer = segments)
            return Platform.Result(LibC.ReadVector(Number, pointer, segments.Length));
    }

    /// <summary>Writes several pieces of memory; how many octets, or the negative error number.</summary>
    public nint Write(ReadOnlySpan<IoSegment> segments)
    {
        fixed (IoSegment* pointer = segments)
            return Platform.Result(LibC.WriteVector(Number, pointer, segments.Length));
    }

    /// <summary>
    /// As <see cref="Read(ReadOnlySpan{IoSegment})"/>, of a descriptor that never blocks: the runtime is not told of the call, which saves a tenth of a frame's
    /// cost, and a garbage collection waits for its end.
    /// </summary>
    public nint ReadAtOnce(ReadOnlySpan<IoSegment> segments)
    {
        fixed (IoSegment* pointer = segments)
        {
            var result = LibC.ReadVectorAtOnce(Number, pointer, segments.Length);
            return result >= 0 ? result : -Marshal.GetLastSystemError();
        }
    }

    /// <summary>As <see cref="ReadAtOnce"/>, for writing.</summary>
    public nint WriteAtOnce(ReadOnlySpan<IoSegment> segments)
    {
        fixed (IoSegment* pointer = segments)
        {
            var result = LibC.WriteVectorAtOnce(Number, pointer, segments.Length);
            return result >= 0 ? result : -Marshal.GetLastSystemError();
        }
    }

    /// <summary>Waits for events. How many descriptors have some; 0 after the timeout; EINTR counts as 0 too.</summary>
    /// <param name="descriptors">What to wait for; what happened is written there.</param>
    /// <param name="timeout">Null waits for ever.</param>
    /// <exception cref="LinuxException">The call failed.</exception>
    public static int Poll(Span<PollDescriptor> descriptors, TimeSpan? timeout = null)
    {
        fixed (PollDescriptor* pointer = descriptors)
        {
            int count;
            if (timeout is { } limit)
            {
                var time = new TimeSpecification { Seconds = limit.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = limit.Ticks % TimeSpan.TicksPerSecond * 100 };
                count = LibC.PollPrecisely(pointer, (nuint)descriptors.Length, &time, null);
            }
            else
            {
                count = LibC.Poll(pointer, (nuint)descriptors.Length, -1);
            }

            if (count >= 0)
                return count;
            return Marshal.GetLastPInvokeError() == (int)LinuxError.EINTR ? 0 : throw Platform.Failure("poll");
        }
    }

    protected override bool ReleaseHandle()
    {
        var result = LibC.Close((int)handle);
        Debug.Assert(result == 0, "A descriptor was closed behind our back.");
        return result == 0;
    }
}
