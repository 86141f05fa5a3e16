using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Control;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <content>What the socket is told about a packet beside its octets (IP_PKTINFO and its kin).</content>
internal sealed partial class IPv4Link
{
    private AncillaryWishes _wishes;

    public override bool Deliver(NetBuffer buffer)
    {
        if (!Admits(buffer))
            return false;
        AddAncillary(buffer);
        return true;
    }

    private void AddAncillary(NetBuffer buffer)
    {
        if ((Socket.Options & SocketOptions.Timestamp) != 0)
        {
            var arrival = _module.Stack.Time.GetUtcNow() - (_module.Stack.Now - buffer.Timestamp);
            Add(buffer, SocketLevel.Socket, (int)SocketOption.Timestamp, (arrival - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        }

        if (_wishes == AncillaryWishes.None)
            return;
        if ((_wishes & AncillaryWishes.PacketInformation) != 0)
            Add(buffer, IPOption.PacketInformation, new PacketInformation { InterfaceIndex = buffer.InterfaceIndex, Destination = HostOf(buffer.Destination) });
        if ((_wishes & AncillaryWishes.DestinationAddress) != 0)
            Add(buffer, IPOption.ReceiveDestinationAddress, HostOf(buffer.Destination));
        if ((_wishes & AncillaryWishes.OfHeader) != 0)
            AddFromHeader(buffer);
    }

    private void AddFromHeader(NetBuffer buffer)
    {
        Span<byte> header = stackalloc byte[IPv4Header.MostLength];
        if (!TryCopyHeader(buffer, header, out int length))
            return;
        if ((_wishes & AncillaryWishes.TimeToLive) != 0)
            Add(buffer, IPOption.TimeToLive, (int)header[8]);
        if ((_wishes & AncillaryWishes.TypeOfService) != 0)
            Add(buffer, IPOption.TypeOfService, (int)header[1]);
        if ((_wishes & AncillaryWishes.Options) != 0 && length > IPv4Header.LeastLength)
            buffer.Ancillary.TryAdd((int)SocketLevel.IP, (int)IPOption.ReceiveOptions, header[IPv4Header.LeastLength..length]);
    }

    /// <summary>The header as it came: stored by now, or still on for raw sockets.</summary>
    private static bool TryCopyHeader(NetBuffer buffer, Span<byte> header, out int length)
    {
        length = IPv4Header.LeastLength;
        bool stored = buffer.StoredHeaderLength >= length;
        if (stored ? !buffer.TryRestoreHeader(0, header[..length]) : buffer.Size < length)
            return false;
        if (!stored)
            buffer.Read(0, header[..length]);
        length = (header[0] & 0xF) * 4;
        if (stored)
            return buffer.TryRestoreHeader(0, header[..length]);
        buffer.Read(0, header[..length]);
        return true;
    }

    private static void Add<T>(NetBuffer buffer, IPOption option, T value)
        where T : unmanaged => Add(buffer, SocketLevel.IP, (int)option, value);

    private static void Add<T>(NetBuffer buffer, SocketLevel level, int type, T value)
        where T : unmanaged => buffer.Ancillary.TryAdd((int)level, type, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}

/// <summary>What a socket wants to be told.</summary>
[Flags]
internal enum AncillaryWishes : byte
{
    None = 0,
    PacketInformation = 1,
    DestinationAddress = 2,
    TimeToLive = 4,
    TypeOfService = 8,
    Options = 16,
    OfHeader = TimeToLive | TypeOfService | Options,
}
