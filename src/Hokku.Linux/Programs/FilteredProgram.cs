using System.Runtime.InteropServices;
using System.Text;

namespace Hokku.Linux.Programs;

/// <summary>What a launcher does to become a program whose socket calls are handed over.</summary>
public static unsafe class FilteredProgram
{
    private const int SetNoNewPrivileges = 38;
    private const nint SeccompCall = 317;
    private const nuint SetModeFilter = 1;
    private const nuint NewListener = 8;
    private const int BrokenPipe = 13;
    private const int SetSignalMask = 2;
    private const int OpenFiles = 7;

    /// <summary>Installs the filter for the calling thread and all it will start; set-uid programs get no privileges from here on. The listener's descriptor.</summary>
    /// <exception cref="LinuxException">The kernel has no user notification (Linux 5.0), or another one is installed already.</exception>
    public static Descriptor Install(ulong[] filter)
    {
        Platform.RequireLinux();
        Platform.CheckResult(LibC.ProcessControl(SetNoNewPrivileges, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS");
        fixed (ulong* instructions = filter)
        {
            // struct sock_fprog: a 16-bit length, and a pointer on its own boundary.
            var program = stackalloc ulong[2];
            program[0] = (ulong)filter.Length;
            program[1] = (ulong)instructions;
            return Platform.Check((int)LibC.SystemCall(SeccompCall, SetModeFilter, NewListener, (nuint)program, 0, 0, 0), "install the filter of system calls");
        }
    }

    /// <summary>Sets the soft limit of open files; what a runtime has raised for itself is not the program's.</summary>
    public static void LimitOpenFiles(ulong soft)
    {
        var limit = stackalloc ulong[2];
        if (LibC.GetLimit(OpenFiles, limit) < 0)
            return;
        limit[0] = Math.Min(soft, limit[1]);
        _ = LibC.SetLimit(OpenFiles, limit);
    }

    /// <summary>Becomes the program: returns only when that fails.</summary>
    public static LinuxError Become(string program, IReadOnlyList<string> arguments)
    {
        // A runtime ignores SIGPIPE and blocks signals; both would survive.
        LibC.Signal(BrokenPipe, 0);
        var none = stackalloc byte[128];
        new Span<byte>(none, 128).Clear();
        _ = LibC.SignalMask(SetSignalMask, none, null);
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(arguments.Count + 2), (nuint)sizeof(byte*));
        vector[0] = Octets(program);
        for (int i = 0; i < arguments.Count; i++)
            vector[i + 1] = Octets(arguments[i]);
        _ = LibC.Execute(vector[0], vector);
        return (LinuxError)Marshal.GetLastPInvokeError();
    }

    private static byte* Octets(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        var octets = (byte*)NativeMemory.AllocZeroed((nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(octets, length));
        return octets;
    }
}
