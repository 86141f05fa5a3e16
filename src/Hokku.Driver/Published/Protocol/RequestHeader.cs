using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>What stands before a request's octets. Fields that a call has no use for are 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RequestHeader
{
    /// <summary>Of the first release; a client of another one is refused.</summary>
    public const int Version = 1;

    /// <summary>The longest request. Octets.</summary>
    public const int MaximumLength = 1 << 20;

    /// <summary>The largest argument that a command may have. Octets.</summary>
    public const int MaximumCapacity = 64 << 20;

    public PublishedCall Call;
    public int Handle;

    /// <summary>A command, an option, a backlog, a direction, by call.</summary>
    public int Number;
    public int Level;
    public MessageFlags Flags;

    /// <summary>Octets that the argument has room for; what follows is its beginning, the rest is zero.</summary>
    public int Capacity;

    /// <summary>Octets that follow.</summary>
    public int Length;
    public int Reserved;
    public long Position;
    public NetAddress Address;
}
