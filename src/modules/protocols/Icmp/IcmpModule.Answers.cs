using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.Icmp;

/// <content>Answers: to echoes and to questions for the time.</content>
public sealed partial class IcmpModule
{
    private const int TimestampLength = IcmpHeader.HeaderLength + 12;

    /// <summary>RFC 1122, 3.2.2.6: the same octets back; never to a group, or one echo would be answered by a crowd (smurf).</summary>
    private void AnswerEcho(NetBuffer buffer, in IcmpHeader header)
    {
        if (!MayAnswer(buffer))
        {
            Drop(buffer, DropReason.IcmpNotAllowed);
            return;
        }

        if (!buffer.TryDirectAccess(0, IcmpHeader.HeaderLength, out var octets))
        {
            Drop(buffer, DropReason.NoMemory);
            return;
        }

        // Type and code are the only word that changes.
        var field = octets[IcmpHeader.ChecksumOffset..];
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(field);
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(octets);
        header.ToReply().Write(octets);
        BinaryPrimitives.WriteUInt16BigEndian(field, InternetChecksum.Update(checksum, before, BinaryPrimitives.ReadUInt16BigEndian(octets)));
        _counters.EchoAnswered.Add();
        SendBack(buffer);
    }

    /// <summary>RFC 1122, 3.2.2.8: when it came and when the answer left, in milliseconds since midnight UT.</summary>
    private void AnswerTimestamp(NetBuffer buffer, in IcmpHeader header)
    {
        if (!MayAnswer(buffer))
        {
            Drop(buffer, DropReason.IcmpNotAllowed);
            return;
        }

        if (buffer.Size < TimestampLength || !buffer.TryDirectAccess(0, TimestampLength, out var octets)
            || !IcmpTimestamps.TryParse(octets[IcmpHeader.HeaderLength..], out var times))
        {
            Drop(buffer, DropReason.IcmpMalformed);
            return;
        }

        buffer.Trim(TimestampLength);
        var now = (uint)_stack.Time.GetUtcNow().TimeOfDay.TotalMilliseconds;
        (times with { Receive = now, Transmit = now }).Write(octets[IcmpHeader.HeaderLength..]);
        header.ToReply().Write(octets);
        IcmpHeader.WriteChecksum(octets);
        _counters.TimestampsAnswered.Add();
        SendBack(buffer);
    }

    /// <summary>RFC 1122, 3.2.2.6 and 3.2.2.8: not what came to a group, nor what came from nobody.</summary>
    private static bool MayAnswer(NetBuffer buffer) =>
        (buffer.Flags & (BufferFlags.Broadcast | BufferFlags.Multicast)) == 0 && buffer.Source.IPv4.IsUnicast;

    private void SendBack(NetBuffer buffer)
    {
        buffer.SwapAddresses();
        buffer.Flags = BufferFlags.None;
        buffer.InterfaceIndex = 0;
        buffer.NetworkLength = 0;
        Send(buffer);
    }

    private void Send(NetBuffer buffer)
    {
        buffer.Protocol = IPProtocol.Icmp;
        buffer.TransportLength = buffer.Size;
        _counters.Sent.Add();
        if (_stack.GetDomain(NetFamily.Internet) is { } domain)
            domain.Protocol.Send(buffer);
        else
            Drop(buffer, DropReason.NoRoute);
    }
}
