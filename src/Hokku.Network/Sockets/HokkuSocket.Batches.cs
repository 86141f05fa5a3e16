using System.Net.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <content>Datagrams in batches.</content>
public sealed partial class HokkuSocket
{
    /// <summary>Octets of each datagram that a longer send is cut into, by the device where it can; 0 for none (UDP_SEGMENT). At most 64 of them a send.</summary>
    public int DatagramSegmentSize
    {
        get => Get(SocketLevel.Udp, (int)UdpOption.Segment);
        set => Set(SocketLevel.Udp, (int)UdpOption.Segment, value);
    }

    /// <summary>Whether datagrams of one sender and length may be received joined (UDP_GRO): see <see cref="DatagramBatch.SegmentSize"/> and <see cref="ReceivedMessage.SegmentSize"/>.</summary>
    public bool CoalescesDatagrams
    {
        get => Get(SocketLevel.Udp, (int)UdpOption.Coalesce) != 0;
        set
        {
            Set(SocketLevel.Udp, (int)UdpOption.Coalesce, value ? 1 : 0);
            WantsAncillary |= value;
        }
    }

    /// <summary>Sends all datagrams of a batch, in order. How many were sent; fewer than all only when one cannot be sent that is not the first.</summary>
    /// <exception cref="SocketException">The first datagram cannot be sent: MessageSize, NetworkUnreachable and so on.</exception>
    public int Send(DatagramBatch batch)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(batch);
        var error = Driver.SendMany(batch.Filled, out int sent);
        return sent > 0 ? sent : CheckCount(error, 0);
    }

    /// <summary>Waits for a datagram and receives all that are there, as many as the batch has room for; a datagram that is longer than its room is cut. How many came.</summary>
    /// <exception cref="SocketException">TimedOut, WouldBlock, ConnectionRefused (nobody is there).</exception>
    public int Receive(DatagramBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        while (true)
        {
            if (TryReceive(batch, out int count))
                return count;
            Receive(Span<byte>.Empty, SocketFlags.Peek);
        }
    }

    /// <summary>Waits for a datagram and receives all that are there, as many as the batch has room for. How many came.</summary>
    public async ValueTask<int> ReceiveAsync(DatagramBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        while (true)
        {
            if (TryReceive(batch, out int count))
                return count;
            await ReceiveAsync(Memory<byte>.Empty, SocketFlags.Peek, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryReceive(DatagramBatch batch, out int count)
    {
        ThrowIfDisposed();
        var error = Driver.ReceiveMany(batch.Begin(), out int received);
        count = batch.End(received);
        if (received > 0 || error == SocketError.Shutdown)
            return true;
        if (error != SocketError.WouldBlock || !Blocking)
            CheckCount(error, 0);
        return false;
    }

    private int CheckCount(SocketError error, int count)
    {
        Check(Translate(error));
        return count;
    }
}
