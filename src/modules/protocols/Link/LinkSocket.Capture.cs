using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Protocols.Link;

/// <content>Capturing: copies of what a device carries, both ways, and of what is dropped.</content>
internal sealed partial class LinkSocket : IDeviceMonitor
{
    private const byte DroppedEvent = 2;
    private bool _isCapturing;
    private NetDevice? _captured;
    private long _lost;

    public void Seen(NetDevice device, NetBuffer buffer, PacketDirection direction) =>
        Capture(device, buffer, (byte)direction, DropReason.None, BeginsWithFrame(device, buffer));

    public void Dropped(NetDevice? device, NetBuffer buffer, DropReason reason) =>
        Capture(device, buffer, DroppedEvent, reason, device is not null && BeginsWithFrame(device, buffer) && !WasDeframed(buffer));

    public void Happened(NetDevice device, DeviceEvent deviceEvent)
    {
        if (deviceEvent != DeviceEvent.BeingRemoved || device != _captured)
            return;
        StopCapture();
        Socket.Error = SocketError.NetworkDown;
        Socket.Notify(SocketEvents.Error | SocketEvents.Read);
    }

    private SocketError StartCapture(string name)
    {
        if (_isCapturing)
            return SocketError.AlreadyInProgress;
        var device = name.Length == 0 ? null : module.FindDevice(name);
        if (name.Length != 0 && device is null)
            return SocketError.AddressNotAvailable;
        _captured = device;
        _isCapturing = true;
        module.Stack.RegisterMonitor(device, this);
        return SocketError.Success;
    }

    private bool StopCapture()
    {
        if (!_isCapturing)
            return false;
        _isCapturing = false;
        module.Stack.UnregisterMonitor(_captured, this);
        _captured = null;
        return true;
    }

    private void Capture(NetDevice? device, NetBuffer buffer, byte what, DropReason reason, bool hasFrameHeader)
    {
        _queue.MaximumOctets = Socket.ReceiveBufferSize;
        var copy = buffer.Clone();
        if (copy is null || !TryRestore(copy))
        {
            Lose(copy);
            return;
        }

        var now = module.Stack.Time.GetUtcNow();
        var information = new CaptureInformation
        {
            Timestamp = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            Lost = _lost,
            DeviceIndex = device?.Index ?? 0,
            Event = what,
            DropReason = (byte)reason,
            HasFrameHeader = (byte)(hasFrameHeader ? 1 : 0),
            FrameType = buffer.FrameType,
            DeviceType = device?.Type ?? default,
        };
        copy.Ancillary.Clear();
        copy.Ancillary.TryAdd((int)SocketLevel.Packet, CaptureInformation.AncillaryType, MemoryMarshal.AsBytes(new ReadOnlySpan<CaptureInformation>(in information)));
        if (_queue.TryEnqueue(copy))
        {
            module.Counters.Captured.Add();
            Socket.Notify(SocketEvents.Read);
        }
        else
        {
            Lose(copy);
        }
    }

    /// <summary>Not dropped as packets are: that would be captured in turn.</summary>
    private void Lose(NetBuffer? copy)
    {
        _lost++;
        module.Counters.CaptureLost.Add();
        copy?.Free();
    }

    /// <summary>Puts back in front what layers have removed and stored.</summary>
    private static bool TryRestore(NetBuffer copy)
    {
        int stored = copy.StoredHeaderLength;
        if (stored == 0)
            return true;
        Span<byte> header = stackalloc byte[Math.Min(stored, 256)];
        return stored <= header.Length && copy.TryRestoreHeader(0, header) && copy.TryPrepend(header);
    }

    private static bool BeginsWithFrame(NetDevice device, NetBuffer buffer) =>
        device.HeaderLength > 0 && buffer.StoredHeaderLength == 0 && (buffer.NetworkLength == 0 || buffer.NetworkLength < buffer.Size);

    // A received frame has no addresses before its header is off; a network packet has those of its family.
    private static bool WasDeframed(NetBuffer buffer) =>
        buffer.DeviceIndex != 0 ? !buffer.Source.IsUnspecified : buffer.Source.Family is NetFamily.Internet or NetFamily.Internet6;
}
