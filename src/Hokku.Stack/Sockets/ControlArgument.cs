using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hokku.Stack;

/// <summary>Values and lists in the arguments of commands and options.</summary>
internal static class ControlArgument
{
    /// <summary>Writes one value; NoBufferSpaceAvailable and the length that is needed when it does not fit.</summary>
    public static SocketError Write<T>(Span<byte> argument, T value, out int length)
        where T : unmanaged
    {
        length = Unsafe.SizeOf<T>();
        if (!MemoryMarshal.TryWrite(argument, in value))
            return SocketError.NoBufferSpaceAvailable;
        return SocketError.Success;
    }

    /// <summary>Writes a list; NoBufferSpaceAvailable and the length that is needed when it does not fit.</summary>
    public static SocketError Write<T>(Span<byte> argument, List<T> entries, out int length)
        where T : unmanaged
    {
        var octets = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(entries));
        length = octets.Length;
        return octets.TryCopyTo(argument) ? SocketError.Success : SocketError.NoBufferSpaceAvailable;
    }
}
