using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct IoSegment(nint @base, nuint length)
{
    public nint Base = @base;

    /// <summary>In octets.</summary>
    public nuint Length = length;
}
