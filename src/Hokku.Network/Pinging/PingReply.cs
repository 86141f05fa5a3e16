using System.Net;
using System.Net.NetworkInformation;

namespace Hokku.Network;

/// <summary>What came of one echo request.</summary>
/// <param name="Status">Success, TimedOut, DestinationHostUnreachable, PacketTooBig and their kin.</param>
/// <param name="Address">Who answered; who was asked when nobody did.</param>
/// <param name="RoundTripTime">From sending to the reply, by the clock of the pinger.</param>
/// <param name="TimeToLive">Of the reply; 0 when not known.</param>
/// <param name="Payload">The reply's payload.</param>
public sealed record PingReply(IPStatus Status, IPAddress Address, TimeSpan RoundTripTime, int TimeToLive, ReadOnlyMemory<byte> Payload);
