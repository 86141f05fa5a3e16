using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Buffers;
using Hokku.Wire.Control;

namespace Hokku.Driver.InProcess;

/// <content>Datagrams in batches: one entry for all of them.</content>
internal sealed partial class InProcessSocket
{
    private BatchOperation? _batch;

    public SocketError SendMany(ReadOnlySpan<DriverDatagram> datagrams, out int sent)
    {
        sent = 0;
        if (IsClosed)
            return SocketError.NotSocket;
        var buffers = default(BufferList);
        var error = SocketError.Success;
        foreach (ref readonly var each in datagrams)
        {
            error = TryMake(each, out var buffer);
            if (buffer is null)
                break;
            buffers.Enqueue(buffer);
        }

        if (buffers.IsEmpty)
            return error;
        var batch = Interlocked.Exchange(ref _batch, null) ?? new BatchOperation();
        var outcome = batch.Send(_socket, ref buffers, out sent);
        Volatile.Write(ref _batch, batch);
        return outcome == SocketError.Success ? error : outcome;
    }

    public SocketError ReceiveMany(Span<DriverDatagram> datagrams, out int received)
    {
        received = 0;
        if (IsClosed)
            return SocketError.NotSocket;
        var buffers = default(BufferList);
        var batch = Interlocked.Exchange(ref _batch, null) ?? new BatchOperation();
        var error = batch.Receive(_socket, datagrams.Length, ref buffers);
        Volatile.Write(ref _batch, batch);
        while (buffers.TryDequeue(out var buffer))
        {
            Copy(buffer, ref datagrams[received++]);
            buffer.Free();
        }

        return error;
    }

    private SocketError TryMake(in DriverDatagram datagram, out NetBuffer? buffer)
    {
        buffer = null;
        if (datagram.Length > MaximumDatagram)
            return SocketError.MessageSize;
        var made = _stack.Buffers.Create();
        if (made is null)
            return SocketError.NoBufferSpaceAvailable;
        if (datagram.Length > 0 && !made.TryAppendAndSum(datagram.Room.Span[..datagram.Length]))
        {
            made.Free();
            return SocketError.NoBufferSpaceAvailable;
        }

        made.Destination = datagram.Address;
        buffer = made;
        return SocketError.Success;
    }

    private static void Copy(NetBuffer buffer, ref DriverDatagram datagram)
    {
        int length = Math.Min(buffer.Size, datagram.Room.Length);
        buffer.Read(0, datagram.Room.Span[..length]);
        datagram.Length = length;
        datagram.Address = buffer.Source;
        datagram.SegmentSize = 0;
        if (!buffer.HasAncillary)
            return;
        int position = 0;
        while (buffer.Ancillary.TryNext(ref position, out var item))
        {
            if (item.Level == (int)SocketLevel.Udp && item.Type == (int)UdpOption.Coalesce)
                datagram.SegmentSize = MemoryMarshal.Read<int>(item.Octets);
        }
    }
}
