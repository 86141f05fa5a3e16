using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Driver;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>Captures what a device of a host carries, both ways, and what is dropped: a socket of family Link (SIOCSPACKETCAP). Only the host's owner may.</summary>
public sealed class PacketCapture : IDriverSink, IDisposable
{
    private const int LargestPacket = 65536 + 64;
    private const int QueueSize = 16 << 20;
    private readonly IDriverSocket _socket;
    private readonly SemaphoreSlim _ready = new(0);
    private readonly byte[] _packet = new byte[LargestPacket];
    private readonly byte[] _control = new byte[256];

    /// <param name="host">The host.</param>
    /// <param name="device">A device's or interface's name; null for all.</param>
    /// <exception cref="SocketException">AccessDenied, or AddressNotAvailable: no such device.</exception>
    public PacketCapture(NetworkHost host, string? device = null)
    {
        Check(host.Driver.Open(NetFamily.Link, SocketType.Dgram, 0, 0, out var socket), "capture");
        _socket = socket!;
        _socket.Sink = this;
        var request = new InterfaceRequest { Name = device ?? "" };
        try
        {
            Check(_socket.SetOption(SocketLevel.Socket, (int)SocketOption.ReceiveBuffer, BitConverter.GetBytes(QueueSize)), "capture");
            Check(_socket.Control(DriverCommand.StartCapture, MemoryMarshal.AsBytes(new Span<InterfaceRequest>(ref request)), out _), $"capture on {device ?? "all devices"}");
        }
        catch
        {
            _socket.Close();
            throw;
        }
    }

    void IDriverSink.Ready(SocketEvents events)
    {
        if (_ready.CurrentCount == 0)
            _ready.Release();
    }

    /// <summary>Waits for the next packet.</summary>
    public async ValueTask<CapturedPacket> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var error = TryRead(out var packet);
            if (error == SocketError.Success)
                return packet;
            if (error != SocketError.WouldBlock)
                Check(error, "capture");
            await _ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the capture.</summary>
    public void Dispose()
    {
        _socket.Close();
        _ready.Dispose();
    }

    private SocketError TryRead(out CapturedPacket packet)
    {
        packet = default;
        var message = new DriverMessage { Control = _control };
        var error = _socket.Receive(_packet, MessageFlags.None, ref message, out int length);
        if (error != SocketError.Success)
            return error;
        if (!message.TryFind(SocketLevel.Packet, CaptureInformation.AncillaryType, out var octets))
            return SocketError.WouldBlock;
        var information = MemoryMarshal.Read<CaptureInformation>(octets);
        packet = new CapturedPacket(
            DateTimeOffset.UnixEpoch.AddMicroseconds(information.Timestamp),
            (CaptureEvent)information.Event,
            information.DropReason,
            information.DeviceIndex,
            information.HasFrameHeader != 0,
            information.Lost,
            _packet.AsMemory(0, length));
        return SocketError.Success;
    }

    private static void Check(SocketError error, string what)
    {
        if (error != SocketError.Success)
            throw new RosterException(error, what);
    }
}
