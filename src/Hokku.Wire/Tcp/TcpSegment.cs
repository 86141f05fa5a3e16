using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Tcp;

/// <summary>
/// A TCP segment's header with its options (RFC 9293, 3.1) in host order, and the length of the text behind it. The checksum is
/// verified and filled over the whole segment by the protocol and is no part of the value.
/// </summary>
public readonly record struct TcpSegment : IWireFormat<TcpSegment>
{
    /// <summary>Octets of a header without options.</summary>
    public const int LeastLength = 20;

    /// <summary>Octets of a header with all the options it can have.</summary>
    public const int MostLength = 60;

    /// <summary>Where the checksum field lies.</summary>
    public const int ChecksumOffset = 16;

    private readonly int _headerLength;

    public static int Length => LeastLength;

    public Port SourcePort { get; init; }

    public Port DestinationPort { get; init; }

    /// <summary>SEG.SEQ: the number of the first octet of text, or of the SYN.</summary>
    public SequenceNumber Sequence { get; init; }

    /// <summary>SEG.ACK: the next number that the sender expects; means something with <see cref="TcpFlags.Acknowledgment"/> only.</summary>
    public SequenceNumber Acknowledgment { get; init; }

    public TcpFlags Flags { get; init; }

    /// <summary>SEG.WND as on the wire, not yet scaled.</summary>
    public ushort Window { get; init; }

    /// <summary>SEG.UP: means something with <see cref="TcpFlags.Urgent"/> only.</summary>
    public ushort UrgentPointer { get; init; }

    public TcpOptions Options { get; init; }

    /// <summary>Octets of text.</summary>
    public int PayloadLength { get; init; }

    /// <summary>Octets of the header with its options: what came over the wire, or what <see cref="Write"/> will take.</summary>
    public int HeaderLength
    {
        get => _headerLength == 0 ? LeastLength + Options.Length : _headerLength;
        init => _headerLength = value;
    }

    /// <summary>SEG.LEN: the octets of text, and one each for SYN and FIN.</summary>
    public int SequenceLength => PayloadLength + (IsSyn ? 1 : 0) + (IsFin ? 1 : 0);

    /// <summary>The sequence number behind the segment.</summary>
    public SequenceNumber End => Sequence + SequenceLength;

    public bool IsSyn => (Flags & TcpFlags.Syn) != 0;

    public bool IsFin => (Flags & TcpFlags.Fin) != 0;

    public bool IsReset => (Flags & TcpFlags.Reset) != 0;

    public bool IsAcknowledgment => (Flags & TcpFlags.Acknowledgment) != 0;

    public bool IsPush => (Flags & TcpFlags.Push) != 0;

    public bool IsUrgent => (Flags & TcpFlags.Urgent) != 0;

    public static bool TryParse(ReadOnlySpan<byte> octets, out TcpSegment value) => TryParse(octets, octets.Length, out value, out _);

    public static bool TryParse(ReadOnlySpan<byte> octets, out TcpSegment value, out WireFault fault) =>
        TryParse(octets, octets.Length, out value, out fault);

    /// <summary>Parses a header at the front of a segment of which only the first octets are at hand.</summary>
    /// <param name="octets">At least the header.</param>
    /// <param name="segmentLength">Octets of header and text together.</param>
    /// <param name="value">The segment.</param>
    /// <param name="fault">What was wrong.</param>
    public static bool TryParse(ReadOnlySpan<byte> octets, int segmentLength, out TcpSegment value, out WireFault fault)
    {
        value = default;
        fault = WireFault.Truncated;
        if (octets.Length < LeastLength)
            return false;
        ref readonly var layout = ref MemoryMarshal.AsRef<TcpLayout>(octets);
        int headerLength = (layout.DataOffsetAndReserved >> 4) * 4;
        fault = headerLength < LeastLength || headerLength > octets.Length ? WireFault.BadHeaderLength
            : segmentLength < headerLength ? WireFault.BadLength
            : WireFault.None;
        if (fault != WireFault.None)
            return false;
        value = new()
        {
            SourcePort = layout.SourcePort.Value,
            DestinationPort = layout.DestinationPort.Value,
            Sequence = new(layout.SequenceNumber),
            Acknowledgment = new(layout.AcknowledgmentNumber),
            Flags = layout.Flags,
            Window = layout.Window,
            UrgentPointer = layout.UrgentPointer,
            HeaderLength = headerLength,
            PayloadLength = segmentLength - headerLength,
            Options = headerLength == LeastLength ? default : TcpOptions.Parse(octets[LeastLength..headerLength]),
        };
        return true;
    }

    /// <summary>Writes the header with a checksum of zero and its options, padded to <see cref="HeaderLength"/>.</summary>
    public int Write(Span<byte> octets)
    {
        // Options that came without padding may need more room with it than they had.
        int length = Math.Max(HeaderLength, LeastLength + Options.Length);
        ref var layout = ref MemoryMarshal.AsRef<TcpLayout>(octets);
        layout.SourcePort = SourcePort.Value;
        layout.DestinationPort = DestinationPort.Value;
        layout.SequenceNumber = Sequence.Value;
        layout.AcknowledgmentNumber = Acknowledgment.Value;
        layout.DataOffsetAndReserved = (byte)(length / 4 << 4);
        layout.Flags = Flags;
        layout.Window = Window;
        layout.Checksum = 0;
        layout.UrgentPointer = UrgentPointer;
        if (length > LeastLength)
            octets[(LeastLength + Options.Write(octets[LeastLength..]))..length].Clear();
        return length;
    }
}
