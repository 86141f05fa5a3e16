using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver;

/// <summary>What a receive call tells beside the payload: the counterpart of struct msghdr.</summary>
public ref struct DriverMessage
{
    /// <summary>Room for ancillary data; empty when it is not wanted.</summary>
    public Span<byte> Control;

    /// <summary>How many octets of <see cref="Control"/> were written.</summary>
    public int ControlLength;

    /// <summary>Where a datagram came from.</summary>
    public NetAddress Source;

    /// <summary>Truncate, ControlTruncated, Broadcast, Multicast, EndOfRecord.</summary>
    public MessageFlags Flags;

    /// <summary>The first item of a level and type; its octets lie in <see cref="Control"/>.</summary>
    public readonly bool TryFind(SocketLevel level, int type, out ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<byte> rest = Control[..ControlLength];
        while (rest.Length >= ControlHeader.Size)
        {
            var header = MemoryMarshal.Read<ControlHeader>(rest);
            octets = rest.Slice(ControlHeader.Size, header.Length);
            if (header.Level == (int)level && header.Type == type)
                return true;
            rest = rest[(ControlHeader.Size + header.Length)..];
        }

        octets = default;
        return false;
    }

    /// <summary>Adds items as they were written elsewhere; those without room set ControlTruncated.</summary>
    internal void AddAll(scoped ReadOnlySpan<byte> items)
    {
        while (items.Length >= ControlHeader.Size)
        {
            var header = MemoryMarshal.Read<ControlHeader>(items);
            Add(header.Level, header.Type, items.Slice(ControlHeader.Size, header.Length));
            items = items[(ControlHeader.Size + header.Length)..];
        }
    }

    /// <summary>Adds an item, or sets ControlTruncated when there is no room for it.</summary>
    internal void Add(int level, int type, scoped ReadOnlySpan<byte> octets)
    {
        var rest = Control[ControlLength..];
        if (rest.Length < ControlHeader.Size + octets.Length)
        {
            Flags |= MessageFlags.ControlTruncated;
            return;
        }

        var header = new ControlHeader(level, type, octets.Length);
        MemoryMarshal.Write(rest, in header);
        octets.CopyTo(rest[ControlHeader.Size..]);
        ControlLength += ControlHeader.Size + octets.Length;
    }
}
