using System.Runtime.InteropServices;

namespace Hokku.Linux.Programs;

/// <summary>A call that a program waits in (struct seccomp_notif).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TrappedCall
{
    private readonly ulong _id;
    private readonly int _thread;
    private readonly uint _flags;
    private readonly int _number;
    private readonly uint _architecture;
    private readonly ulong _instruction;
    private Arguments _arguments;

    /// <summary>Names the call in answers.</summary>
    public readonly ulong Id => _id;

    /// <summary>The calling thread.</summary>
    public readonly int Thread => _thread;

    public readonly SystemCall Number => (SystemCall)_number;

    /// <summary>An argument as the register has it.</summary>
    public readonly ulong this[int index] => _arguments[index];

    /// <summary>An argument that is an int.</summary>
    public readonly int Int(int index) => (int)_arguments[index];

    [System.Runtime.CompilerServices.InlineArray(6)]
    private struct Arguments
    {
        private ulong _first;
    }
}
