using System.Buffers.Binary;
using System.Text;
using Hokku.Abstractions;

namespace Hokku.Capture;

/// <summary>Reads the packets of a little-endian pcapng capture with decimal timestamps, such as <see cref="PcapngWriter"/> makes.</summary>
public sealed class PcapngReader(Stream stream)
{
    private const int LongestBlock = 16 << 20;
    private const int PacketHeader = 20;

    private readonly List<Interface> _interfaces = [];

    /// <summary>The next packet, or null at the end.</summary>
    /// <exception cref="InvalidDataException">It is not such a capture; the message says where it goes wrong.</exception>
    public PcapngPacket? Read()
    {
        while (ReadBlock(out var type) is { } body)
        {
            switch (type)
            {
                case PcapngLayout.SectionHeader:
                    if (body.Length < 16 || BinaryPrimitives.ReadUInt32LittleEndian(body) != PcapngLayout.ByteOrderMagic)
                        throw new InvalidDataException("The section is not little-endian pcapng.");
                    _interfaces.Clear();
                    break;
                case PcapngLayout.InterfaceDescription:
                    _interfaces.Add(ReadInterface(body));
                    break;
                case PcapngLayout.EnhancedPacket:
                    return ReadPacket(body);
                default:
                    break;
            }
        }
        return null;
    }

    private static Interface ReadInterface(byte[] body)
    {
        if (body.Length < 8)
            throw new InvalidDataException("An interface description is cut off.");
        var name = FindOption(body, 8, PcapngLayout.InterfaceName, out var octets) ? Encoding.UTF8.GetString(octets) : "";
        var digits = FindOption(body, 8, PcapngLayout.TimestampResolution, out octets) && octets.Length == 1 ? octets[0] : (byte)6;
        if (digits > 9)
            throw new InvalidDataException($"Interface {name} has a timestamp resolution ({digits}) other than 10^-0 to 10^-9.");
        return new Interface(name, (LinkType)BinaryPrimitives.ReadUInt16LittleEndian(body), (long)Math.Pow(10, 9 - digits));
    }

    private PcapngPacket ReadPacket(byte[] body)
    {
        var number = body.Length < PacketHeader ? uint.MaxValue : Word(body, 0);
        if (number >= _interfaces.Count)
            throw new InvalidDataException("A packet is cut off, or its interface was not described.");
        var kept = Word(body, 12);
        if (kept > body.Length - PacketHeader)
            throw new InvalidDataException($"A packet says to have {kept} octets and has {body.Length - PacketHeader}.");
        var from = _interfaces[(int)number];
        var nanoseconds = (long)(((ulong)Word(body, 4) << 32) | Word(body, 8)) * from.Unit;
        var options = PacketHeader + PcapngLayout.Padded((int)kept);
        var comment = FindOption(body, options, PcapngLayout.Comment, out var text) ? Encoding.UTF8.GetString(text) : null;
        PacketDirection? direction = null;
        if (FindOption(body, options, PcapngLayout.PacketFlags, out var flags) && flags.Length == sizeof(uint))
        {
            direction = (BinaryPrimitives.ReadUInt32LittleEndian(flags) & 3) switch
            {
                PcapngLayout.Inbound => PacketDirection.Received,
                PcapngLayout.Outbound => PacketDirection.Sent,
                _ => null,
            };
        }
        return new PcapngPacket(
            from.Name,
            from.LinkType,
            DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick),
            direction,
            (int)Word(body, 16),
            body[PacketHeader..(PacketHeader + (int)kept)],
            comment);
    }

    private static uint Word(byte[] body, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(offset));

    private static bool FindOption(ReadOnlySpan<byte> body, int offset, ushort wanted, out ReadOnlySpan<byte> octets)
    {
        while (offset + 4 <= body.Length)
        {
            var code = BinaryPrimitives.ReadUInt16LittleEndian(body[offset..]);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(body[(offset + 2)..]);
            if (code == PcapngLayout.EndOfOptions || offset + 4 + length > body.Length)
                break;
            if (code == wanted)
            {
                octets = body.Slice(offset + 4, length);
                return true;
            }
            offset += 4 + PcapngLayout.Padded(length);
        }
        octets = default;
        return false;
    }

    private byte[]? ReadBlock(out uint type)
    {
        type = 0;
        var header = new byte[8];
        var got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (got == 0)
            return null;
        var length = got == header.Length ? Word(header, 4) : 0;
        type = Word(header, 0);
        if (length is < PcapngLayout.BlockOverhead or > LongestBlock || length % 4 != 0)
            throw new InvalidDataException($"A block of type {type} has the length {length}.");
        var rest = new byte[length - header.Length];
        if (stream.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) != rest.Length || Word(rest, rest.Length - 4) != length)
            throw new InvalidDataException($"A block of type {type} is cut off.");
        return rest[..^4];
    }

    private readonly record struct Interface(string Name, LinkType LinkType, long Unit);
}
