using System.Net;
using System.Net.Sockets;

namespace Hokku.Network;

/// <summary>A datagram that was received, with all that is known about it.</summary>
/// <param name="ReceivedBytes">Octets written, or its real length when that was asked for.</param>
/// <param name="RemoteEndPoint">Where it came from.</param>
/// <param name="SocketFlags">Truncated, Broadcast, Multicast.</param>
/// <param name="Destination">Where it was sent to; null unless the socket has option PacketInformation.</param>
/// <param name="InterfaceIndex">The interface it came by; 0 unless the socket has option PacketInformation.</param>
/// <param name="TimeToLive">The hop limit it came with; null unless the socket has option ReceiveTimeToLive.</param>
/// <param name="SegmentSize">Octets of each datagram when several came joined (CoalescesDatagrams), of which the last may be shorter; else 0.</param>
public readonly record struct ReceivedMessage(
    int ReceivedBytes, IPEndPoint RemoteEndPoint, SocketFlags SocketFlags, IPAddress? Destination, int InterfaceIndex, int? TimeToLive = null, int SegmentSize = 0);
