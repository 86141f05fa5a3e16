using System.Runtime.InteropServices;

namespace Hokku.Buffers;

/// <summary>A piece of memory as readv and writev take it: struct iovec (POSIX).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct IoVector(nint @base, nuint length)
{
    public nint Base = @base;

    /// <summary>In octets.</summary>
    public nuint Length = length;
}
