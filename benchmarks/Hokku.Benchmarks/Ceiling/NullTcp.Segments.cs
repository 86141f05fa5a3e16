using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hokku.Wire;

namespace Hokku.Benchmarks.Ceiling;

/// <content>Frames and the one connection, with as little as goes.</content>
internal sealed unsafe partial class NullTcp
{
    private const int Ethernet = 14;
    private const int Headers = Ethernet + 40;
    private const int SegmentsPerAcknowledgment = 16;
    private const int SuperPacket = 64 * 1024 - 128;
    private const int WindowShift = 8;
    private const byte Fin = 1;
    private const byte Syn = 2;
    private const byte Push = 8;
    private const byte Acknowledge = 16;
    private static readonly byte[] OurHardware = [2, 0, 0, 0, 8, 2];
    private static readonly byte[] OurAddress = [10, 8, 0, 2];

    private readonly byte[] _peerHardware = new byte[6];
    private readonly byte[] _peerAddress = new byte[4];
    private ushort _peerPort;
    private ushort _port;
    private uint _receiveNext;
    private uint _sendNext;
    private uint _sendAcknowledged;
    private uint _window;
    private int _peerShift;
    private int _unacknowledged;
    private bool _isOpen;
    private bool _isEstablished;

    private void FrameArrives(Span<byte> frame)
    {
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        if (type == 0x0806 && frame[21] == 1 && frame.Slice(38, 4).SequenceEqual(OurAddress))
            AnswerArp(frame);
        else if (type == 0x0800 && frame[23] == 6 && frame.Slice(30, 4).SequenceEqual(OurAddress))
            SegmentArrives(frame);
    }

    private void AnswerArp(ReadOnlySpan<byte> request)
    {
        var reply = Begin(42);
        request[..42].CopyTo(reply);
        request.Slice(6, 6).CopyTo(reply);
        OurHardware.CopyTo(reply[6..]);
        reply[21] = 2;
        OurHardware.CopyTo(reply[22..]);
        OurAddress.CopyTo(reply[28..]);
        request.Slice(22, 10).CopyTo(reply[32..]);
        Write(42);
    }

    private void SegmentArrives(Span<byte> frame)
    {
        var segment = frame.Slice(Ethernet + 20, BinaryPrimitives.ReadUInt16BigEndian(frame[16..]) - 20);
        byte flags = segment[13];
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(segment[4..]);
        if ((flags & Syn) != 0)
        {
            Open(frame, segment, sequence);
            return;
        }

        if (!_isOpen || BinaryPrimitives.ReadUInt16BigEndian(segment) != _peerPort)
            return;
        uint acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(segment[8..]);
        if ((int)(acknowledgment - _sendAcknowledged) > 0)
            _sendAcknowledged = acknowledgment;
        _isEstablished |= (flags & Acknowledge) != 0;
        _window = (uint)BinaryPrimitives.ReadUInt16BigEndian(segment[14..]) << _peerShift;
        TextArrives(segment[((segment[12] >> 4) * 4)..], sequence);
        if ((flags & Fin) != 0 && sequence + (uint)segment.Length - (uint)((segment[12] >> 4) * 4) == _receiveNext)
        {
            _receiveNext++;
            Send(_stopSending && _port == SourcePort ? Acknowledge : (byte)(Acknowledge | Fin), 0);
            _isOpen = false;
        }
    }

    private void TextArrives(ReadOnlySpan<byte> text, uint sequence)
    {
        if (text.IsEmpty)
            return;
        if (sequence != _receiveNext)
        {
            Send(Acknowledge, 0);
            return;
        }

        text.CopyTo(_payload);
        _receiveNext += (uint)text.Length;
        _unacknowledged += text.Length;
        if (_port == EchoPort)
            Send(Acknowledge | Push, text.Length);
        else if (_unacknowledged >= (_offload ? 2 * SuperPacket : SegmentsPerAcknowledgment * _segmentSize))
            Send(Acknowledge, 0);
    }

    private void Open(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> segment, uint sequence)
    {
        frame.Slice(6, 6).CopyTo(_peerHardware);
        frame.Slice(26, 4).CopyTo(_peerAddress);
        _peerPort = BinaryPrimitives.ReadUInt16BigEndian(segment);
        _port = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
        _peerShift = 0;
        for (int at = 20; at < (segment[12] >> 4) * 4 && segment[at] != 0; at += segment[at] == 1 ? 1 : segment[at + 1])
        {
            if (segment[at] == 3)
                _peerShift = segment[at + 2];
        }

        _receiveNext = sequence + 1;
        _sendNext = _sendAcknowledged = 1_000_000;
        _window = 0;
        _unacknowledged = 0;
        _stopSending = false;
        _isOpen = true;
        _isEstablished = false;
        Send(Syn | Acknowledge, 0);
        _sendNext++;
    }

    private bool SendMore()
    {
        if (!_isOpen || !_isEstablished || _port != SourcePort)
            return false;
        if (_stopSending)
        {
            Send(Acknowledge | Fin, 0);
            _sendNext++;
            _port = SinkPort;
            return true;
        }

        bool sent = false;
        for (int i = 0; i < SegmentsPerAcknowledgment; i++)
        {
            int room = (int)(_window - (_sendNext - _sendAcknowledged));
            int length = _offload ? Math.Min(room, SuperPacket) / _segmentSize * _segmentSize : Math.Min(room, _segmentSize);
            if (room < _segmentSize || length == 0)
                break;
            Send(Acknowledge | Push, length);
            _sendNext += (uint)length;
            sent = true;
        }

        return sent;
    }

    // Nothing came for a while: what is owed is acknowledged, what was lost is sent again.
    private void Idle()
    {
        if (_isOpen && _unacknowledged > 0)
            Send(Acknowledge, 0);
        if (_isOpen && _isEstablished && _port == SourcePort)
            _sendNext = _sendAcknowledged;
    }

    private Span<byte> Begin(int size)
    {
        _out.AsSpan(0, VirtualHeader).Clear();
        return _out.AsSpan(VirtualHeader, size);
    }

    private void Send(byte flags, int length)
    {
        bool isSyn = (flags & Syn) != 0;
        int header = isSyn ? 28 : 20;
        int total = Ethernet + 20 + header + length;
        var frame = Begin(total);
        _peerHardware.CopyTo(frame);
        OurHardware.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x0800);
        WriteNetworkHeader(frame[Ethernet..], 20 + header + length);
        var segment = frame[(Ethernet + 20)..];
        BinaryPrimitives.WriteUInt16BigEndian(segment, _port);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], _peerPort);
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], _sendNext);
        BinaryPrimitives.WriteUInt32BigEndian(segment[8..], _receiveNext);
        segment[12] = (byte)(header / 4 << 4);
        segment[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[14..], isSyn ? ushort.MaxValue : (ushort)((_offload ? 2 << 20 : 512 << 10) >> WindowShift));
        BinaryPrimitives.WriteUInt32BigEndian(segment[16..], 0);
        if (isSyn)
        {
            ReadOnlySpan<byte> options = [2, 4, (byte)(_segmentSize >> 8), (byte)_segmentSize, 3, 3, WindowShift, 1];
            options.CopyTo(segment[20..]);
        }

        uint sum = InternetChecksum.Sum(frame.Slice(26, 8)) + 6 + (uint)(header + length);
        var text = _payload.AsSpan(0, length);
        if (_offload)
        {
            text.CopyTo(segment[header..]);
            BinaryPrimitives.WriteUInt16BigEndian(segment[16..], InternetChecksum.Fold(sum));
            WriteVirtualHeader(length, header);
        }
        else
        {
            sum += InternetChecksum.CopyAndSum(text, segment[header..]) + InternetChecksum.Sum(segment[..header]);
            BinaryPrimitives.WriteUInt16BigEndian(segment[16..], InternetChecksum.Finish(sum));
        }

        _unacknowledged = 0;
        if (_port == EchoPort)
            _sendNext += (uint)length;
        Write(total);
    }

    private void WriteNetworkHeader(Span<byte> header, int length)
    {
        ReadOnlySpan<byte> fixedPart = [0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0];
        fixedPart.CopyTo(header);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
        OurAddress.CopyTo(header[12..]);
        _peerAddress.CopyTo(header[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header[..20]));
    }

    private void WriteVirtualHeader(int length, int header)
    {
        _out[0] = 1;
        var fields = MemoryMarshal.Cast<byte, ushort>(_out.AsSpan(2, 8));
        fields[0] = (ushort)(Ethernet + 20 + header);
        fields[2] = Ethernet + 20;
        fields[3] = 16;
        if (length <= _segmentSize)
            return;
        _out[1] = 1;
        fields[1] = (ushort)_segmentSize;
    }
}
