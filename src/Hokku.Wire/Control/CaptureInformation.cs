using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>What a capturing socket tells about each packet, as ancillary data of <see cref="SocketLevel.Packet"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CaptureInformation
{
    /// <summary>The type of the ancillary data.</summary>
    public const int AncillaryType = 1;

    /// <summary>When it was seen: microseconds since 1970-01-01 UTC.</summary>
    public long Timestamp;

    /// <summary>Packets that were lost to this socket so far, because nobody read them.</summary>
    public long Lost;

    /// <summary>0 when none is known.</summary>
    public int DeviceIndex;

    /// <summary>0 received, 1 sent, 2 dropped: then what is left of the packet is here.</summary>
    public byte Event;

    /// <summary>Why it was dropped, as the number of a DropReason.</summary>
    public byte DropReason;

    /// <summary>1 when the packet begins with the frame's header, 0 when with the network's.</summary>
    public byte HasFrameHeader;

    public byte Reserved;

    /// <summary>The EtherType, where it is known.</summary>
    public ushort FrameType;

    /// <summary>What kind of frames the device has.</summary>
    public DeviceType DeviceType;
}
