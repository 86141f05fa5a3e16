using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;

namespace Hokku.Testing;

/// <summary>The packets between one port of ours and one of the peer, to and from the notation, with everything that its numbers are relative to.</summary>
internal sealed class ScriptFlow(ScriptHost host, ushort ourPort, ushort peerPort, bool takesOthers, Func<string> label)
{
    // The peer's numbers wrap after 768 octets.
    public static readonly SequenceNumber PeerInitial = new(0xFFFF_FD00);

    private uint? _clockBase;
    private SequenceNumber? _ourInitial;

    public ushort OurPort => ourPort;

    public ushort PeerPort => peerPort;

    /// <summary>The initial sequence number of our newest SYN.</summary>
    public SequenceNumber OurInitial => _ourInitial ?? default;

    /// <summary>What scripts have given names to.</summary>
    public ScriptNames Names { get; init; } = new();

    public bool IsAnythingSent => host.Device.Sent.Exists(IsMine);

    /// <summary>The octet of a stream at a relative sequence number, in both directions.</summary>
    public static byte Text(uint number) => (byte)((number * 31) ^ (number >> 8));

    public static byte[] Text(uint first, int octets)
    {
        byte[] text = new byte[octets];
        for (int i = 0; i < octets; i++)
            text[i] = Text(first + (uint)i);
        return text;
    }

    /// <summary>The octets of a packet from the peer to us.</summary>
    /// <exception cref="FormatException">The text is no packet.</exception>
    public byte[] Packet(string text)
    {
        var packet = PacketText.Parse(text);
        var marks = NetworkMarks.Parse(packet.Marks, Names);
        var family = host.Family;
        if (packet.Segment is { } segment)
            return family.Wrap(Build(segment), IPProtocol.Tcp, family.Peer, family.Ours, marks);
        if (packet.Datagram is { } length)
            return family.Wrap(Datagram((int)ValuePattern.Number(length, Names, 65507)), IPProtocol.Udp, family.Peer, family.Ours, marks);
        var (kind, value) = ControlNotation.Parse(packet.Control!, Names);
        return family.WrapError(kind, value, Quote(packet.Quoted ?? throw new FormatException("what the message is about is needed: icmp ... [1:1461(1460)]")));
    }

    /// <summary>A packet of ours as a router would quote it.</summary>
    public byte[] Quote(string text)
    {
        var family = host.Family;
        if (text.StartsWith("udp", StringComparison.Ordinal))
        {
            byte[] datagram = Datagram((int)ValuePattern.Number(PacketText.Parse(text).Datagram!, Names, 65507), isOurs: true);
            return family.Wrap(datagram, IPProtocol.Udp, family.Ours, family.Peer, new NetworkMarks(0, 64));
        }

        var segment = SegmentText.Parse(char.IsAsciiDigit(text[0]) ? $". {text}" : text);
        return family.Wrap(BuildSegment(segment, ourPort, peerPort, OurInitial, PeerInitial, 0, 0), IPProtocol.Tcp, family.Ours, family.Peer, new NetworkMarks(0, 64));
    }

    /// <summary>The octets of a segment from the peer.</summary>
    public byte[] Build(SegmentText segment)
    {
        // An echo in a segment without acknowledgment is as it is written.
        uint echo = segment.Flags.Contains('.', StringComparison.Ordinal) ? _clockBase ?? 0 : 0;
        return BuildSegment(segment, peerPort, ourPort, PeerInitial, OurInitial, 0, echo);
    }

    /// <summary>The oldest packet of ours that nobody has looked at; its text is checked against the stream's.</summary>
    public SentPacket? TakeNext()
    {
        int index = host.Device.Sent.FindIndex(IsMine);
        if (index < 0)
            return null;
        var packet = host.Device.Sent[index];
        host.Device.Sent.RemoveAt(index);
        if (host.Family.Unwrap(packet.Octets, out string? fault) is not { } arrival)
            throw host.Trace.Fail($"{fault} was sent.");
        var sent = arrival.Protocol switch
        {
            IPProtocol.Tcp => ReadSegment(packet.Time, arrival),
            IPProtocol.Udp => new SentPacket(packet.Time, new() { Marks = arrival.Marks.Words(), Datagram = $"{arrival.Payload.Length - UdpHeader.HeaderLength}" }, null, arrival.Payload),
            _ => new SentPacket(packet.Time, host.Family.Describe(arrival), null, arrival.Payload),
        };
        host.Trace.Add($"{label()}> {sent}", packet.Time);
        if (sent.Segment is { } segment)
            CheckText(segment, arrival.Payload.AsSpan(segment.HeaderLength), sent);
        return sent;
    }

    /// <summary>Holds a sent packet against an expected one.</summary>
    /// <exception cref="ScriptFailureException">They differ.</exception>
    public void Compare(PacketText expected, SentPacket sent)
    {
        var wanted = expected.Against(sent.Text, Names);
        if (wanted.Show(wanted) != sent.Text.Show(wanted))
            throw host.Trace.Differ(wanted.Show(wanted), sent.Text.Show(wanted));
    }

    private bool IsMine(ScriptPacket packet) =>
        host.Family.Unwrap(packet.Octets, out _) is not { Protocol: IPProtocol.Tcp or IPProtocol.Udp, Payload: { Length: >= 4 } octets }
            ? takesOthers
            : ((octets[2] << 8) | octets[3]) == peerPort;

    private byte[] Datagram(int octets, bool isOurs = false)
    {
        byte[] datagram = [.. new byte[UdpHeader.HeaderLength], .. Text(1, octets)];
        new UdpHeader(isOurs ? ourPort : peerPort, isOurs ? peerPort : ourPort, datagram.Length, 0).Write(datagram);
        return datagram;
    }

    private byte[] BuildSegment(SegmentText text, ushort from, ushort to, SequenceNumber sequence, SequenceNumber acknowledgment, uint valueBase, uint echoBase)
    {
        byte[] options = new OptionText(acknowledgment.Value, valueBase, echoBase).Write(text.Options ?? [], Names);
        uint first = ValuePattern.Number(text.Start, Names);
        int length = (int)ValuePattern.Number(text.Length, Names, ushort.MaxValue);
        var segment = new TcpSegment
        {
            SourcePort = from,
            DestinationPort = to,
            Flags = TcpFlagLetters.Parse(text.Flags),
            Sequence = new(first + sequence.Value),
            Acknowledgment = text.Acknowledgment is null ? default : new(ValuePattern.Number(text.Acknowledgment, Names) + acknowledgment.Value),
            Window = text.Window is null ? ushort.MaxValue : (ushort)ValuePattern.Number(text.Window, Names, ushort.MaxValue),
            UrgentPointer = text.Urgent is null ? (ushort)0 : (ushort)ValuePattern.Number(text.Urgent, Names, ushort.MaxValue),
        };
        byte[] octets = new byte[TcpSegment.LeastLength + options.Length + length];
        segment.Write(octets);
        options.CopyTo(octets, TcpSegment.LeastLength);
        octets[12] = (byte)((TcpSegment.LeastLength + options.Length) / 4 << 4);
        Text(segment.IsSyn ? first + 1 : first, length).CopyTo(octets, TcpSegment.LeastLength + options.Length);
        return octets;
    }

    private SentPacket ReadSegment(TimeSpan time, in ScriptArrival arrival)
    {
        byte[] octets = arrival.Payload;
        if (!TcpSegment.TryParse(octets, out var segment))
            throw host.Trace.Fail("A malformed segment was sent.");
        if (segment.IsSyn)
            _ourInitial = segment.Sequence;
        if (segment.Options.Timestamps is { } stamps)
            _clockBase ??= stamps.Value - 1;
        uint start = segment.Sequence.Value - OurInitial.Value;
        var text = new SegmentText(TcpFlagLetters.Format(segment.Flags), $"{start}", $"{start + (uint)segment.PayloadLength}", $"{segment.PayloadLength}")
        {
            Acknowledgment = segment.IsAcknowledgment ? $"{segment.Acknowledgment.Value - PeerInitial.Value}" : null,
            Window = $"{segment.Window}",
            Urgent = segment.IsUrgent ? $"{segment.UrgentPointer}" : null,
            Options = new OptionText(PeerInitial.Value, _clockBase ?? 0, 0).Read(octets.AsSpan(TcpSegment.LeastLength, segment.HeaderLength - TcpSegment.LeastLength)),
        };
        return new SentPacket(time, new() { Marks = arrival.Marks.Words(), Segment = text }, segment, octets);
    }

    private void CheckText(in TcpSegment segment, ReadOnlySpan<byte> text, SentPacket sent)
    {
        uint first = segment.Sequence.Value - OurInitial.Value + (segment.IsSyn ? 1u : 0);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != Text(first + (uint)i))
                throw host.Trace.Fail($"Octet {first + (uint)i} of our stream went out as {text[i]}, not {Text(first + (uint)i)}, in {sent}");
        }
    }
}
