using System.Net;
using System.Net.Sockets;
using Hokku.Network;

namespace Hokku.Interop.Tests;

/// <summary>A stream of known octets between a socket of ours and one of the kernel, in either direction; every octet is compared.</summary>
public sealed class Transfer(long size, bool weSend)
{
    private const int Piece = 64 << 10;
    private static readonly byte[] Pattern = MakePattern();
    private long _received;
    private volatile bool _isPaced;

    /// <summary>Whether the sender rests a millisecond after each 64 KiB: for who must act before all is sent, on however fast a machine.</summary>
    public bool IsPaced
    {
        get => _isPaced;
        set => _isPaced = value;
    }

    /// <summary>Octets that have come over so far.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Connects from our host to a listener of the kernel and carries everything over.</summary>
    public async Task RunAsync(NetworkHost host, LinuxNamespace linux, IPAddress address, int port, CancellationToken cancel)
    {
        using var listener = KernelPeer.Listen(linux, port);
        var theirs = linux.Begin(() => Serve(listener));
        using var socket = await host.ConnectAsync(new IPEndPoint(address, port), cancel);
        if (weSend)
            await SendAsync(socket, cancel);
        else
            await ReceiveAsync(socket, cancel);
        await theirs.WaitAsync(cancel);
    }

    private void Serve(Socket listener)
    {
        using var socket = listener.Accept();
        var octets = new byte[Piece];
        if (weSend)
        {
            int length;
            while ((length = socket.Receive(octets)) > 0)
                Take(octets.AsSpan(0, length));
            if (Received != size)
                throw new EndOfStreamException($"Linux got {Received} octets of {size}.");
            return;
        }

        for (long sent = 0; sent < size;)
        {
            sent += socket.Send(Next(sent).Span);
            if (IsPaced)
                Thread.Sleep(1);
        }
    }

    private async Task SendAsync(HokkuSocket socket, CancellationToken cancel)
    {
        for (long sent = 0; sent < size;)
        {
            sent += await socket.SendAsync(Next(sent), SocketFlags.None, cancel);
            if (IsPaced)
                await Task.Delay(1, cancel);
        }

        socket.Shutdown(SocketShutdown.Send);
        if (await socket.ReceiveAsync(new byte[1], SocketFlags.None, cancel) != 0)
            throw new InvalidDataException("Linux says something that nobody told it to say.");
    }

    private async Task ReceiveAsync(HokkuSocket socket, CancellationToken cancel)
    {
        var octets = new byte[Piece];
        int length;
        while ((length = await socket.ReceiveAsync(octets, SocketFlags.None, cancel)) > 0)
            Take(octets.AsSpan(0, length));
        if (Received != size)
            throw new EndOfStreamException($"We got {Received} octets of {size}.");
    }

    private ReadOnlyMemory<byte> Next(long sent)
    {
        int start = (int)(sent % Piece);
        return Pattern.AsMemory(start, (int)Math.Min(Piece - start, size - sent));
    }

    private void Take(ReadOnlySpan<byte> octets)
    {
        for (long position = _received; octets.Length > 0;)
        {
            int start = (int)(position % Piece), length = Math.Min(octets.Length, Piece - start);
            if (!octets[..length].SequenceEqual(Pattern.AsSpan(start, length)))
                throw new InvalidDataException($"Octets between {position} and {position + length} are not what was sent.");
            octets = octets[length..];
            Volatile.Write(ref _received, position += length);
        }
    }

    private static byte[] MakePattern()
    {
        var octets = new byte[Piece];
        new Random(3).NextBytes(octets);
        return octets;
    }
}
