using System.Buffers.Binary;
using Hokku.Wire.Ethernet;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using static Hokku.Testing.CampaignAddresses;

namespace Hokku.Testing;

/// <summary>The other end of one TCP connection in a campaign: follows what our stack sends, so that mutations hit a connection that lives.</summary>
internal sealed class LivePeer(CampaignRandom random, ushort port)
{
    private const int Headers = EthernetHeader.HeaderLength + IPv4Header.LeastLength;

    private bool _isConnected;
    private uint _next;
    private uint _acknowledgment;
    private uint _clock;
    private uint _theirClock;

    /// <summary>How many connections were established.</summary>
    public long Connections { get; private set; }

    /// <summary>A segment of ours came.</summary>
    public void Hear(in TcpSegment segment)
    {
        if (segment.IsReset)
        {
            _isConnected = false;
            return;
        }

        if (segment.IsSyn && segment.IsAcknowledgment)
            Connections++;
        _isConnected = true;
        _theirClock = segment.Options.Timestamps?.Value ?? _theirClock;
        _next = segment.Acknowledgment.Value;
        _acknowledgment = segment.End.Value;
    }

    /// <summary>Writes the frame that an honest peer could send now.</summary>
    public int Write(Span<byte> frame)
    {
        bool isSyn = !_isConnected || random.OneIn(4096);
        if (isSyn)
            (_next, _acknowledgment) = (random.Next(), 0);
        int text = isSyn || random.OneIn(3) ? 0 : random.OneIn(4) ? 1460 : random.Below(200);
        var segment = new TcpSegment
        {
            SourcePort = port,
            DestinationPort = StreamPort,
            Sequence = new(_next + (uint)(random.OneIn(8) ? random.Below(3000) : 0)),
            Acknowledgment = new(_acknowledgment),
            Flags = isSyn ? TcpFlags.Syn : TcpFlags.Acknowledgment | Extra(),
            Window = (ushort)(random.OneIn(16) ? 0 : random.Below(65536)),
            UrgentPointer = (ushort)random.Below(300),
            Options = isSyn ? new() { MaximumSegmentSize = 1460, WindowScale = 3, Timestamps = new(++_clock, 0) } : new() { Timestamps = new(++_clock, _theirClock) },
        };
        new EthernetHeader(OurHardware, PeerHardware, EtherType.IPv4).Write(frame);
        int length = Headers + segment.Write(frame[Headers..]) + text;
        new IPv4Header { TotalLength = length - EthernetHeader.HeaderLength, Protocol = IPProtocol.Tcp, Source = Peer, Destination = Ours }.Write(frame[EthernetHeader.HeaderLength..]);
        FrameMutator.Mend(frame[..length], lengths: false);
        return length;
    }

    /// <summary>Whether the frame, sent by our stack, is a TCP segment, and to which port it goes.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> frame, out int port)
    {
        port = 0;
        if (frame.Length < Headers + TcpSegment.LeastLength || frame[23] != IPProtocol.Tcp || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != EtherType.IPv4)
            return false;
        port = BinaryPrimitives.ReadUInt16BigEndian(frame[(Headers + 2)..]);
        return true;
    }

    /// <summary>Reads the segment of such a frame.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out TcpSegment segment)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame[16..]) - IPv4Header.LeastLength;
        return TcpSegment.TryParse(frame[Headers..], length, out segment, out _);
    }

    private TcpFlags Extra() => random.Below(64) switch
    {
        0 => TcpFlags.Fin,
        1 => TcpFlags.Urgent,
        2 => TcpFlags.Reset,
        3 => TcpFlags.Syn,
        < 20 => TcpFlags.Push,
        _ => TcpFlags.None,
    };
}
