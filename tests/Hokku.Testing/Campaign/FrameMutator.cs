using System.Buffers.Binary;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;
using Hokku.Wire.IPv4;

namespace Hokku.Testing;

/// <summary>
/// Changes frames in place the way broken and hostile peers do, and mends lengths and checksums of most of them, so that the change is seen by the
/// layer that it is meant for.
/// </summary>
internal sealed class FrameMutator(CampaignRandom random)
{
    /// <summary>Room that a frame needs to grow.</summary>
    public const int MostLength = 1600;

    private const int IPv4Start = EthernetHeader.HeaderLength;

    private static ReadOnlySpan<byte> Extremes => [0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0F, 0x10, 0x3F, 0x40, 0x45, 0x4F, 0x7F, 0x80, 0xC0, 0xE0, 0xFE, 0xFF];

    /// <summary>Changes the frame.</summary>
    /// <param name="frame">Room for <see cref="MostLength"/> octets, the first of which are the frame.</param>
    /// <param name="length">Octets of the frame.</param>
    /// <returns>Octets of the frame now.</returns>
    public int Mutate(Span<byte> frame, int length)
    {
        for (int changes = 1 + random.Below(4); changes > 0 && length > 0; changes--)
            length = Change(frame, length);
        if (!random.OneIn(8))
            Mend(frame[..length], lengths: !random.OneIn(4));
        return length;
    }

    /// <summary>Makes the checksums right, and on demand the length fields.</summary>
    public static void Mend(Span<byte> frame, bool lengths)
    {
        if (frame.Length < IPv4Start + IPv4Header.LeastLength || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != EtherType.IPv4)
            return;
        var packet = frame[IPv4Start..];
        int headerLength = (packet[0] & 0xF) * 4;
        if (headerLength < IPv4Header.LeastLength || headerLength > packet.Length)
            return;
        if (lengths)
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Compute(packet[..headerLength]));
        int end = Math.Clamp(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), headerLength, packet.Length);
        MendTransport(packet, packet[headerLength..end], lengths);
    }

    private static void MendTransport(ReadOnlySpan<byte> packet, Span<byte> transport, bool lengths)
    {
        byte protocol = packet[9];
        int field = protocol switch
        {
            IPProtocol.Tcp => 16,
            IPProtocol.Udp => 6,
            IPProtocol.Icmp or IPProtocol.Igmp => 2,
            _ => -1,
        };
        if (field < 0 || transport.Length < field + 2)
            return;
        if (protocol == IPProtocol.Udp && lengths)
            BinaryPrimitives.WriteUInt16BigEndian(transport[4..], (ushort)transport.Length);
        BinaryPrimitives.WriteUInt16BigEndian(transport[field..], 0);
        uint sum = field == 2 ? 0 : InternetChecksum.PseudoHeader(IPv4Address.Read(packet[12..]), IPv4Address.Read(packet[16..]), protocol, transport.Length);
        ushort checksum = InternetChecksum.Finish(sum + InternetChecksum.Fold(InternetChecksum.Sum(transport)));
        BinaryPrimitives.WriteUInt16BigEndian(transport[field..], protocol == IPProtocol.Udp && checksum == 0 ? ushort.MaxValue : checksum);
    }

    private int Change(Span<byte> frame, int length)
    {
        // Headers are where the meaning is: the first 90 octets get most of the changes.
        int at = random.Below(random.OneIn(4) ? length : Math.Min(length, 90));
        switch (random.Below(12))
        {
            case 0:
                return random.OneIn(2) ? at : length;
            case 1:
                return Double(frame, length, at);
            case 2:
                frame[(at + 1)..length].CopyTo(frame[at..]);
                return length - 1;
            case 3 or 4:
                frame[at] ^= (byte)(1 << random.Below(8));
                return length;
            case 5:
                frame[at] += (byte)(random.Below(9) - 4);
                return length;
            case 6:
                frame[at..Math.Min(at + 2, length)].Fill((byte)(random.OneIn(2) ? 0xFF : 0));
                return length;
            case 7:
                frame[at] = (byte)random.Below(256);
                return length;
            case 8:
                return ChangeFragment(frame, length);
            default:
                frame[at] = Extremes[random.Below(Extremes.Length)];
                return length;
        }
    }

    private static int Double(Span<byte> frame, int length, int at)
    {
        int extra = Math.Min(length - at, MostLength - length);
        frame.Slice(at, extra).CopyTo(frame[length..]);
        return length + extra;
    }

    // Fragments of packets that never come together, overlap, or lie behind the end.
    private int ChangeFragment(Span<byte> frame, int length)
    {
        if (length < IPv4Start + IPv4Header.LeastLength)
            return length;
        BinaryPrimitives.WriteUInt16BigEndian(frame[(IPv4Start + 4)..], (ushort)random.Below(64));
        ushort offset = (ushort)(random.OneIn(16) ? random.Below(8192) : random.Below(32));
        BinaryPrimitives.WriteUInt16BigEndian(frame[(IPv4Start + 6)..], (ushort)(offset | (random.OneIn(2) ? 0x2000 : 0)));
        return length;
    }
}
