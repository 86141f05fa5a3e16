using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <content>Fragmentation of what does not fit the path (RFC 791, 2.3 and 3.2).</content>
public sealed partial class IPv4Module
{
    private SocketError OutputFragments(NetRoute route, NetBuffer buffer, IPv4Header header, SendTraits traits, int mtu)
    {
        // A device that fills checksums would see pieces only.
        if ((buffer.Flags & BufferFlags.TransportChecksumNeeded) != 0)
            _stack.GetOffload(NetFamily.Internet, buffer.Protocol)?.FillChecksum(buffer);
        buffer.TransportLength = 0;
        _counters.Fragmented.Add();
        byte[] options = traits.Options;
        for (int offset = 0; ;)
        {
            int headerLength = IPv4Header.LeastLength + options.Length;
            int most = (mtu - headerLength) & ~7;
            bool isLast = buffer.Size <= mtu - headerLength;
            var piece = isLast ? buffer : buffer.Split(most);
            int length = isLast ? buffer.Size : most;
            header = header with
            {
                HeaderLength = headerLength,
                TotalLength = headerLength + length,
                DontFragment = false,
                MoreFragments = !isLast,
                FragmentOffset = offset,
            };
            if (piece is null || !TryPrependHeader(piece, header, options))
            {
                if (piece is not null && piece != buffer)
                    piece.Free();
                return Refuse(buffer, DropReason.NoMemory, SocketError.NoBufferSpaceAvailable);
            }

            _counters.FragmentsSent.Add();
            var error = Transmit(route, piece, traits);
            if (isLast)
                return error;
            if (error != SocketError.Success)
            {
                buffer.Free();
                return error;
            }

            if (offset == 0)
                options = CopiedOptions(options);
            offset += most;
        }
    }

    /// <summary>Fragments behind the first carry those options only that say so (RFC 791, 3.1).</summary>
    private static byte[] CopiedOptions(byte[] options)
    {
        if (options.Length == 0)
            return options;
        Span<byte> copied = stackalloc byte[IPv4Header.MostLength - IPv4Header.LeastLength];
        int length = 0;
        foreach (var option in IPv4Options.Of(options))
        {
            if (!option.IsCopied)
                continue;
            option.Octets.CopyTo(copied[length..]);
            length += option.Octets.Length;
        }

        while (length % 4 != 0)
            copied[length++] = IPv4OptionKind.EndOfList;
        return copied[..length].ToArray();
    }
}
