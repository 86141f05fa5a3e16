using Hokku.Buffers;

namespace Hokku.Abstractions;

/// <summary>
/// What a protocol does for the device bridge where a device cannot: the bridge knows no protocol. A transport protocol registers one for its
/// number, a domain protocol one for its own header. Buffers are whole frames; see NetBuffer.NetworkLength and NetBuffer.TransportLength
/// for where the headers are.
/// </summary>
public interface IOffload
{
    /// <summary>Fills the checksum of a packet that carries TransportChecksumNeeded, and clears that flag.</summary>
    void FillChecksum(NetBuffer buffer);

    /// <summary>
    /// Corrects this protocol's header in one packet cut from a super-packet: sequence and flags, or length and identification. Not the checksum of a transport
    /// header, which <see cref="FillChecksum"/> fills afterwards.
    /// </summary>
    /// <param name="segment">The packet, with a copy of all headers of the super-packet.</param>
    /// <param name="index">Which packet, from 0 on.</param>
    /// <param name="offset">Where its payload begins in the super-packet's payload.</param>
    /// <param name="payloadLength">Octets of payload in the whole super-packet; they are in the pseudo header's sum that the checksum field begins with.</param>
    /// <param name="isLast">Whether it is the last.</param>
    void FinishSegment(NetBuffer segment, int index, int offset, int payloadLength, bool isLast);

    /// <summary>Octets of this protocol's header in the packet.</summary>
    int HeaderLength(NetBuffer buffer);

    /// <summary>
    /// Joins the next packet of a flow to the one held, making a super-packet. Never holds a packet without payload.
    /// </summary>
    /// <returns>False when they must stay apart; both buffers are then untouched.</returns>
    bool TryCoalesce(NetBuffer held, NetBuffer next);
}
