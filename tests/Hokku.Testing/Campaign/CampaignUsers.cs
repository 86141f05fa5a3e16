using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using static Hokku.Testing.CampaignAddresses;

namespace Hokku.Testing;

/// <summary>The users of a campaign's host: they accept, read, write, close and abort. Runs inside the stack and allocates nothing in the long run.</summary>
internal sealed class CampaignUsers(INetStack stack, CampaignRandom random) : StackOperation
{
    private const int MostStreams = 64;

    private static readonly byte[] Text = new byte[3000];

    private readonly List<ISocketCalls> _streams = new(MostStreams);
    private ISocketCalls? _listener;
    private ISocketCalls? _datagrams;
    private bool _isEnding;

    /// <summary>Octets and datagrams that users have read.</summary>
    public long OctetsRead { get; private set; }

    public long Accepted { get; private set; }

    /// <summary>Opens the sockets. Inside the stack.</summary>
    public void Open()
    {
        _listener = Open(SocketType.Stream, StreamPort);
        _listener.Listen(32);
        _datagrams = Open(SocketType.Dgram, EchoPort);
    }

    /// <summary>From the next run on, everything is closed.</summary>
    public void End() => _isEnding = true;

    protected override void Run()
    {
        while (_listener is not null && _streams.Count < MostStreams && _listener.Accept(out var accepted) == SocketError.Success && accepted is not null)
        {
            Accepted++;
            _streams.Add(accepted);
        }

        Drain(_datagrams!, 64);
        for (int i = _streams.Count - 1; i >= 0; i--)
        {
            if (_isEnding || !Use(_streams[i]))
            {
                _streams[i].Close();
                _streams.RemoveAt(i);
            }
        }

        if (!_isEnding)
            return;
        _listener?.Close();
        _datagrams?.Close();
        _listener = _datagrams = null;
    }

    private ISocketCalls Open(SocketType type, ushort port)
    {
        if (stack.Sockets.Open(NetFamily.Internet, type, 0, out var socket) != SocketError.Success || socket!.Bind(new NetAddress(Ours, port)) != SocketError.Success)
            throw new InvalidOperationException($"A socket for port {port} could not be had.");
        return socket;
    }

    // False: the user lets go.
    private bool Use(ISocketCalls stream)
    {
        if (random.OneIn(4) && Drain(stream, 16) is not (SocketError.WouldBlock or SocketError.Success))
            return false;
        if ((stream.Poll() & (SocketEvents.HangUp | SocketEvents.PeerClosed)) != 0 && random.OneIn(4))
            return false;
        if (random.OneIn(16))
            Write(stream, random.Below(Text.Length));
        if (random.OneIn(512))
            stream.Linger = TimeSpan.Zero;
        return !random.OneIn(1024);
    }

    private void Write(ISocketCalls stream, int octets)
    {
        octets = Math.Min(octets, stream.SendSpaceHint);
        if (octets == 0 || stack.Buffers.Create() is not { } buffer)
            return;
        if (buffer.TryAppend(Text.AsSpan(0, octets)))
            stream.Send(buffer, random.OneIn(8) ? MessageFlags.OutOfBand : MessageFlags.None);
        else
            buffer.Free();
    }

    private SocketError Drain(ISocketCalls socket, int most)
    {
        var error = SocketError.Success;
        while (most-- > 0 && (error = socket.Receive(65536, MessageFlags.None, out var buffer)) == SocketError.Success && buffer is not null)
        {
            OctetsRead += buffer.Size;
            buffer.Free();
        }

        return error;
    }
}
