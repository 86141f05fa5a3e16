using System.Globalization;
using Hokku.Abstractions;
using Hokku.Capture;
using Hokku.Network;
using Hokku.Wire;

namespace Hokku.Cli;

/// <summary>Where captured packets go: a pcapng file, the terminal, or both.</summary>
internal sealed class CaptureOutput : IDisposable
{
    private readonly PcapngWriter? _writer;
    private readonly bool _prints;
    private readonly bool _json;
    private readonly Dictionary<int, string> _names;
    private readonly Dictionary<(int Device, bool Frame), int> _interfaces = [];
    private readonly SequenceBases _bases = new();
    private long _packets;
    private long _lost;

    public CaptureOutput(string? path, int snapLength, bool prints, bool json, IEnumerable<InterfaceState> interfaces)
    {
        (_prints, _json) = (prints && path != "-", json);
        _names = interfaces.DistinctBy(each => each.DeviceIndex).ToDictionary(each => each.DeviceIndex, each => each.Device);
        if (path is null)
            return;
        var stream = path == "-" ? Console.OpenStandardOutput() : File.Create(path);
        _writer = new PcapngWriter(stream, new PcapngOptions { SnapLength = snapLength });
    }

    public string Summary => $"{_packets} packets captured, {_lost} lost";

    public void Add(in CapturedPacket packet)
    {
        _packets++;
        _lost = packet.Lost;
        string reason = packet.Event == CaptureEvent.Dropped ? $"dropped: {DropWords.Of((DropReason)packet.DropReason)}" : "";
        if (_writer is not null)
            Write(_writer, packet, reason);
        if (_prints)
            Print(packet, reason);
    }

    public void Flush() => _writer?.Flush();

    public void Dispose()
    {
        _writer?.Flush();
        _writer?.Dispose();
    }

    private void Write(PcapngWriter writer, in CapturedPacket packet, string reason)
    {
        var key = (packet.DeviceIndex, packet.HasFrameHeader);
        if (!_interfaces.TryGetValue(key, out int number))
            _interfaces[key] = number = writer.AddInterface(NameOf(packet.DeviceIndex), packet.HasFrameHeader ? LinkType.Ethernet : LinkType.Raw);
        var direction = packet.Event == CaptureEvent.Sent ? PacketDirection.Sent : PacketDirection.Received;
        var at = packet.Timestamp - DateTimeOffset.UnixEpoch;
        if (!writer.TryWrite(number, at, packet.Octets.Span, direction, reason.Length == 0 ? null : reason))
        {
            writer.Flush();
            writer.TryWrite(number, at, packet.Octets.Span, direction, reason.Length == 0 ? null : reason);
        }
    }

    private void Print(in CapturedPacket packet, string reason)
    {
        var octets = packet.Octets.Span;
        string text = packet.HasFrameHeader ? PacketNotation.DescribeFrame(octets, _bases) : PacketNotation.DescribeIPv4(octets, _bases);
        string way = packet.Event switch
        {
            CaptureEvent.Received => "<",
            CaptureEvent.Sent => ">",
            _ => "x",
        };
        if (_json)
            JsonOutput.PrintLine(new { packet.Timestamp, Device = NameOf(packet.DeviceIndex), packet.Event, Length = octets.Length, Packet = text, Dropped = reason });
        else
            Console.WriteLine($"{packet.Timestamp.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)} {NameOf(packet.DeviceIndex)} {way} {text}{(reason.Length == 0 ? "" : $"  # {reason}")}");
    }

    private string NameOf(int device) => _names.GetValueOrDefault(device, device == 0 ? "-" : $"device {device}");
}
