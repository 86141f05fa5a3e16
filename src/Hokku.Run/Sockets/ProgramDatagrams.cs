using System.Net.Sockets;
using Hokku.Driver;
using Hokku.Linux;
using Hokku.Run.Calls;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Run.Sockets;

/// <summary>
/// Datagrams and raw packets: the program's socket has a path, and so has one of ours for each peer, so that what the program receives natively says who
/// sent it. Connected, it sends natively, too; with an address, by call.
/// </summary>
internal sealed class ProgramDatagrams : ProgramSocket, IDriverSink
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int AtOnce = 64;
    private readonly string _path;
    private readonly PeerSockets _peers;
    private readonly Descriptor _probe;
    private readonly Action _serve;
    private Descriptor? _end;
    private PeerSocket? _peer;
    private int _isPosted;
    private bool _isClosed;

    public ProgramDatagrams(ProgramSockets owner, IDriverSocket socket)
        : base(owner, socket)
    {
        _path = owner.NextPath();
        _end = UnixSocket.MakeDatagram(_path);
        Cookie = UnixSocket.CookieOf(_end);
        _probe = UnixSocket.MakeDatagram(owner.NextPath());
        _peers = new PeerSockets(owner);
        _serve = Serve;
        owner.Add(this);
        socket.Sink = this;
    }

    /// <summary>Whether no program holds it any more.</summary>
    public bool IsAbandoned => _end is null && UnixSocket.SetPeer(_probe, _path) == -(int)LinuxError.ECONNREFUSED;

    public void Give(ProgramCall call, int flags)
    {
        if ((flags & NonBlocking) != 0)
            _end!.SetNonBlocking();
        int number = call.SucceedWith(_end!, (flags & CloseOnExec) != 0);
        _end!.Dispose();
        _end = null;
        if (number < 0)
            Close();
        else
            Ready(SocketEvents.Read);
    }

    public override void Connect(ProgramCall call, Descriptor app, in NetAddress peer)
    {
        var error = Socket.Connect(peer);
        if (error == SocketError.Success)
        {
            _peer = peer.IsUnspecified ? null : _peers.Get(peer);
            _peer?.Watch(this);
            UnixSocket.SetPeer(app, _peer?.Path ?? "");
        }

        call.Finish(error);
    }

    public override void Listen(ProgramCall call, int backlog) => call.Fail(SocketError.OperationNotSupported);

    public override void Accept(ProgramCall call, Descriptor app, int flags) => call.Fail(SocketError.OperationNotSupported);

    public override void Shutdown(ProgramCall call, Descriptor app, SocketShutdown direction)
    {
        var error = Socket.Shutdown(direction);
        if (error == SocketError.Success)
            call.LetThrough();
        else
            call.Fail(error);
    }

    public override void Send(ProgramCall call, MessageCall message, Descriptor app)
    {
        if (message.Destination.IsUnspecified)
        {
            call.LetThrough();
            return;
        }

        if (!message.TryReadPayload(call, out var octets))
        {
            call.Fail(ErrorNumbers.BadAddress);
            return;
        }

        var (flags, destination) = (message.Flags, message.Destination);
        if (TrySend(call, octets, flags, destination))
            return;
        if (app.IsNonBlocking || (flags & MessageFlags.DontWait) != 0)
            call.Fail(ErrorNumbers.TryAgain);
        else
            Await(call, TimeSpan.Zero, () => TrySend(call, octets, flags, destination));
    }

    public override void Receive(ProgramCall call, MessageCall message, Descriptor app)
    {
        if (TryReceive(call, message, app))
            return;
        if (app.IsNonBlocking || (message.Flags & MessageFlags.DontWait) != 0)
        {
            call.Fail(ErrorNumbers.TryAgain);
            return;
        }

        var kept = UnixSocket.Duplicate(app);
        Await(call, UnixSocket.GetReceiveTimeout(app), () =>
        {
            bool isDone = TryReceive(call, message, kept);
            if (isDone)
                kept.Dispose();
            return isDone;
        });
    }

    /// <summary>From any thread.</summary>
    public void Ready(SocketEvents events)
    {
        if (Interlocked.Exchange(ref _isPosted, 1) == 0)
            Owner.Place.Loop.Post(_serve);
    }

    /// <summary>The program has sent something to its peer.</summary>
    public void PumpToStack(PeerSocket peer)
    {
        for (int i = 0; i < AtOnce && !_isClosed; i++)
        {
            int length = UnixSocket.TryReceive(peer.Descriptor, Owner.Place.Scratch);
            if (length < 0)
                return;
            // As on any network: what has no room is lost.
            Socket.Send(Owner.Place.Scratch.AsSpan(0, length), MessageFlags.None, peer == _peer ? default : peer.Address, out _);
        }

        peer.Again();
    }

    public override void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        Socket.Close();
        _peers.Dispose();
        _probe.Dispose();
        _end?.Dispose();
        File.Delete(_path);
        Owner.Forget(this);
    }

    private void Serve()
    {
        Volatile.Write(ref _isPosted, 0);
        if (_isClosed || _end is not null)
            return;
        var scratch = Owner.Place.Scratch.AsSpan();
        for (int i = 0; ; i++)
        {
            var message = default(DriverMessage);
            var error = Socket.Receive(scratch, MessageFlags.None, ref message, out int received);
            if (error == SocketError.WouldBlock)
                break;
            if (error != SocketError.Success)
            {
                Retry();
                return;
            }

            // What the program has no room for is lost, as in any socket's buffer.
            var peer = _peers.Get(message.Source);
            UnixSocket.TrySend(peer.Descriptor, scratch[..received], _path);
            if (i >= AtOnce)
            {
                Ready(SocketEvents.Read);
                break;
            }
        }

        Retry();
    }

    private bool TrySend(ProgramCall call, byte[] octets, MessageFlags flags, in NetAddress destination)
    {
        var error = Socket.Send(octets, flags & ~MessageFlags.DontWait, destination, out int sent);
        if (error == SocketError.WouldBlock)
            return false;
        if (error == SocketError.Success)
            call.Succeed(sent);
        else
            call.Fail(error);
        return true;
    }

    private bool TryReceive(ProgramCall call, MessageCall message, Descriptor app)
    {
        var octets = new byte[message.Length];
        int length = UnixSocket.TryReceive(app, octets, (message.Flags & MessageFlags.Peek) != 0, out string path);
        if (length == -(int)LinuxError.EAGAIN)
        {
            if (TakeError() is var error and not SocketError.Success)
            {
                call.Fail(error);
                return true;
            }

            return false;
        }

        if (length < 0)
            call.Fail(-length);
        else
            message.Answer(call, octets.AsSpan(0, Math.Min(length, octets.Length)), length, _peers.AddressOf(path));
        return true;
    }
}
