using Hokku.Wire.Addresses;

namespace Hokku.Driver;

/// <summary>One datagram of a batch: the counterpart of struct mmsghdr.</summary>
public struct DriverDatagram
{
    /// <summary>The room for it; what is sent are the first <see cref="Length"/> octets.</summary>
    public Memory<byte> Room;

    /// <summary>Octets of the datagram, as many as had room.</summary>
    public int Length;

    /// <summary>Where it goes (unspecified for the connected peer) or came from.</summary>
    public NetAddress Address;

    /// <summary>Octets of each datagram when several were joined into this one (UDP_GRO); else 0.</summary>
    public int SegmentSize;
}
