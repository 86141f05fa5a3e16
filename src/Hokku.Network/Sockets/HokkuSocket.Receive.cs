using System.Net;
using System.Net.Sockets;
using Hokku.Network.Sockets;
using Hokku.Network.Sockets.Operations;
using Hokku.Wire.Addresses;

namespace Hokku.Network;

/// <content>Receiving. Zero octets of a stream are its end; a receive without room waits until there is something.</content>
public sealed unsafe partial class HokkuSocket
{
    private ReceiveOperation? _receive;
    private KnownSource? _lastSource;

    /// <summary>Whether ancillary data was asked for: where datagrams were sent to, and their hop limit.</summary>
    internal bool WantsAncillary { get; private set; }

    public int Receive(byte[] buffer, SocketFlags socketFlags = SocketFlags.None) => Receive(new Span<byte>(buffer), socketFlags);

    public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags = SocketFlags.None) =>
        Receive(new Span<byte>(buffer, offset, size), socketFlags);

    /// <summary>Receives some octets of a stream or a datagram.</summary>
    /// <exception cref="SocketException">NotConnected, ConnectionReset, TimedOut, WouldBlock, ConnectionRefused (datagrams: nobody is there).</exception>
    public int Receive(Span<byte> buffer, SocketFlags socketFlags = SocketFlags.None)
    {
        fixed (byte* octets = buffer)
            return Begin(octets, buffer.Length, socketFlags).Take();
    }

    /// <summary>Receives a datagram and tells where it came from.</summary>
    public int ReceiveFrom(Span<byte> buffer, SocketFlags socketFlags, ref EndPoint remoteEP)
    {
        fixed (byte* octets = buffer)
        {
            var result = Begin(octets, buffer.Length, socketFlags).TakeFrom();
            remoteEP = result.RemoteEndPoint;
            return result.ReceivedBytes;
        }
    }

    public int ReceiveFrom(Span<byte> buffer, ref EndPoint remoteEP) => ReceiveFrom(buffer, SocketFlags.None, ref remoteEP);

    public int ReceiveFrom(byte[] buffer, ref EndPoint remoteEP) => ReceiveFrom(new Span<byte>(buffer), SocketFlags.None, ref remoteEP);

    /// <summary>Receives a datagram and overwrites the address with where it came from.</summary>
    public int ReceiveFrom(Span<byte> buffer, SocketFlags socketFlags, SocketAddress receivedAddress)
    {
        fixed (byte* octets = buffer)
            return Begin(octets, buffer.Length, socketFlags, receivedAddress).Take();
    }

    /// <summary>Receives a datagram with all that is known about it.</summary>
    public ReceivedMessage ReceiveMessageFrom(Span<byte> buffer, SocketFlags socketFlags = SocketFlags.None)
    {
        fixed (byte* octets = buffer)
            return Begin(octets, buffer.Length, socketFlags).TakeMessageFrom();
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    /// <summary>Receives some octets of a stream or a datagram.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, SocketFlags socketFlags = SocketFlags.None, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);
        var operation = Begin(buffer, socketFlags, null);
        return _receiving.Start(operation, cancellationToken) ? operation.TakeAsTask() : operation.Task;
    }

    /// <summary>Receives a datagram and overwrites the address with where it came from; allocates nothing for it.</summary>
    public ValueTask<int> ReceiveFromAsync(
        Memory<byte> buffer, SocketFlags socketFlags, SocketAddress receivedAddress, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);
        var operation = Begin(buffer, socketFlags, receivedAddress);
        return _receiving.Start(operation, cancellationToken) ? operation.TakeAsTask() : operation.Task;
    }

    /// <summary>Receives a datagram and tells where it came from.</summary>
    public ValueTask<SocketReceiveFromResult> ReceiveFromAsync(
        Memory<byte> buffer, SocketFlags socketFlags = SocketFlags.None, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<SocketReceiveFromResult>(cancellationToken);
        var operation = Begin(buffer, socketFlags, null);
        if (!_receiving.Start(operation, cancellationToken))
            return new(operation, operation.Version);
        try
        {
            return new(operation.TakeFrom());
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return ValueTask.FromException<SocketReceiveFromResult>(exception);
        }
    }

    /// <summary>Receives a datagram with all that is known about it.</summary>
    public ValueTask<ReceivedMessage> ReceiveMessageFromAsync(
        Memory<byte> buffer, SocketFlags socketFlags = SocketFlags.None, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<ReceivedMessage>(cancellationToken);
        var operation = Begin(buffer, socketFlags, null);
        if (!_receiving.Start(operation, cancellationToken))
            return new(operation, operation.Version);
        try
        {
            return new(operation.TakeMessageFrom());
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return ValueTask.FromException<ReceivedMessage>(exception);
        }
    }

    internal void Keep(ReceiveOperation operation) => Volatile.Write(ref _receive, operation);

    /// <summary>The end point of a source; the same object as long as datagrams come from the same place.</summary>
    internal IPEndPoint EndPointOf(in NetAddress source)
    {
        var last = Volatile.Read(ref _lastSource);
        if (last is null || last.Address != source)
            Volatile.Write(ref _lastSource, last = new KnownSource(source, source.ToEndPoint()));
        return last.EndPoint;
    }

    private ReceiveOperation Begin(byte* octets, int length, SocketFlags socketFlags, SocketAddress? address = null)
    {
        ThrowIfDisposed();
        var operation = Interlocked.Exchange(ref _receive, null) ?? new ReceiveOperation(this);
        operation.Prepare(octets, length, Effective(socketFlags), address);
        if (!_receiving.Start(operation, default))
            operation.Wait(ReceiveTimeout);
        return operation;
    }

    private ReceiveOperation Begin(Memory<byte> buffer, SocketFlags socketFlags, SocketAddress? address)
    {
        ThrowIfDisposed();
        var operation = Interlocked.Exchange(ref _receive, null) ?? new ReceiveOperation(this);
        operation.Prepare(buffer, socketFlags.ToMessageFlags(), address);
        return operation;
    }
}
