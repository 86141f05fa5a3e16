using System.Net.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>Flags of send and receive calls that System.Net.Sockets does not name; they combine with its own.</summary>
public static class HokkuSocketFlags
{
    /// <summary>Receive: wait until the whole buffer is filled, the peer has ended or an error came (MSG_WAITALL).</summary>
    public const SocketFlags WaitAll = (SocketFlags)0x100000;

    /// <summary>This call does not wait: SocketError.WouldBlock instead (MSG_DONTWAIT).</summary>
    public const SocketFlags DoNotWait = (SocketFlags)0x200000;

    /// <summary>Receive: answer the real length of a datagram that is longer than the buffer (MSG_TRUNC).</summary>
    public const SocketFlags RealLength = (SocketFlags)0x400000;

    /// <summary>Send: more will follow, do not send a partial segment yet (MSG_MORE).</summary>
    public const SocketFlags More = (SocketFlags)0x800000;

    /// <summary>Send: and then end the sending side (MSG_EOF).</summary>
    public const SocketFlags End = (SocketFlags)0x1000000;

    internal static MessageFlags ToMessageFlags(this SocketFlags flags) =>
        (MessageFlags)(flags & (SocketFlags.OutOfBand | SocketFlags.Peek | SocketFlags.DontRoute))
        | ((flags & WaitAll) != 0 ? MessageFlags.WaitAll : 0)
        | ((flags & DoNotWait) != 0 ? MessageFlags.DontWait : 0)
        | ((flags & RealLength) != 0 ? MessageFlags.Truncate : 0)
        | ((flags & (More | SocketFlags.Partial)) != 0 ? MessageFlags.More : 0)
        | ((flags & End) != 0 ? MessageFlags.End : 0);

    internal static SocketFlags ToSocketFlags(this MessageFlags flags) =>
        ((flags & MessageFlags.Truncate) != 0 ? SocketFlags.Truncated : 0)
        | ((flags & MessageFlags.ControlTruncated) != 0 ? SocketFlags.ControlDataTruncated : 0)
        | ((flags & MessageFlags.Broadcast) != 0 ? SocketFlags.Broadcast : 0)
        | ((flags & MessageFlags.Multicast) != 0 ? SocketFlags.Multicast : 0);
}
