using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>What stands before a datagram in a channel of data; its ancillary data stand behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DatagramHeader
{
    /// <summary>The longest datagram with all that belongs to it. Octets.</summary>
    public const int MaximumFrame = 72 * 1024;

    /// <summary>Room for ancillary data. Octets.</summary>
    public const int MaximumControl = 2048;

    /// <summary>Where it goes to or comes from.</summary>
    public NetAddress Address;
    public MessageFlags Flags;
    public int Length;
    public int ControlLength;
}
