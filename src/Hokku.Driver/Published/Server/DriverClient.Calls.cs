using System.Net.Sockets;
using System.Text;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <content>What each request does.</content>
internal sealed partial class DriverClient
{
    private int _lastHandle;

    private void Execute(in RequestHeader request, byte[] octets)
    {
        if (request.Call == PublishedCall.Hello)
        {
            Greet(request);
            return;
        }

        if (!_isGreeted)
        {
            End();
            return;
        }

        if (request.Call == PublishedCall.Open)
            Open(request);
        else if (request.Call == PublishedCall.StackControl)
            Command(request, octets, null);
        else if (_sockets.TryGetValue(request.Handle, out var socket))
            Execute(request, octets, socket);
        else
            Reply(new ReplyHeader { Error = SocketError.NotSocket });
    }

    private void Greet(in RequestHeader request)
    {
        bool isRight = request.Number == RequestHeader.Version && !_isGreeted;
        _isGreeted |= isRight;
        Reply(
            new ReplyHeader { Error = isRight ? SocketError.Success : SocketError.VersionNotSupported, Number = RequestHeader.Version },
            Encoding.UTF8.GetBytes(_server.Driver.HostName),
            isRight ? _clientEvents : null);
    }

    private void Open(in RequestHeader request)
    {
        var (family, type) = ((NetFamily)request.Level, (SocketType)request.Flags);
        IDriverSocket? socket = null;
        var error = SocketError.AccessDenied;
        if (_sockets.Count >= _server.MaximumSockets)
            error = SocketError.TooManyOpenSockets;
        else if (AccessRules.MayOpen(_isOwner, family, type))
            error = _server.Driver.Open(family, type, request.Number, _process, out socket);
        if (socket is null)
            Reply(new ReplyHeader { Error = error });
        else
            Serve(socket, SocketPhase.Fresh, default);
    }

    private void Accept(ServedSocket listener)
    {
        if (_sockets.Count >= _server.MaximumSockets)
        {
            Reply(new ReplyHeader { Error = SocketError.TooManyOpenSockets, Phase = listener.Phase });
            return;
        }

        var error = listener.Socket.Accept(out var accepted);
        if (accepted is null)
        {
            Reply(new ReplyHeader { Error = error, Phase = listener.Phase });
            return;
        }

        accepted.GetPeerAddress(out var peer);
        Serve(accepted, SocketPhase.Flowing, peer);
    }

    private void Serve(IDriverSocket socket, SocketPhase phase, in NetAddress peer)
    {
        ServedSocket served;
        try
        {
            int handle = ++_lastHandle;
            served = socket.Type == SocketType.Stream
                ? new ServedStream(_server.Serving, this, socket, handle) { Phase = phase }
                : new ServedDatagrams(_server.Serving, this, socket, handle);
        }
        catch (IOException)
        {
            // The server has no descriptors left.
            socket.Abort();
            Reply(new ReplyHeader { Error = SocketError.TooManyOpenSockets });
            return;
        }

        _sockets[served.Handle] = served;
        Reply(new ReplyHeader { Handle = served.Handle, Number = socket.Protocol, Phase = served.Phase, Address = peer }, default, served.ClientEnd);

        // What has come before we watched.
        served.Ready(SocketEvents.Read | SocketEvents.Write);
    }

    private void Execute(in RequestHeader request, byte[] octets, ServedSocket served)
    {
        var socket = served.Socket;
        var reply = new ReplyHeader();
        switch (request.Call)
        {
            case PublishedCall.Accept:
                Accept(served);
                return;
            case PublishedCall.GetOption or PublishedCall.Control or PublishedCall.Receive:
                Command(request, octets, served);
                return;
            case PublishedCall.Bind:
                reply.Error = socket.Bind(request.Address);
                break;
            case PublishedCall.Connect:
                reply.Error = Connect(served, request.Address);
                break;
            case PublishedCall.Listen:
                reply.Error = socket.Listen(request.Number);
                if (reply.Error == SocketError.Success)
                    served.Phase = SocketPhase.Listening;
                break;
            case PublishedCall.Shutdown:
                served.PumpToStack();
                reply.Error = socket.Shutdown((SocketShutdown)request.Number);
                break;
            case PublishedCall.Close or PublishedCall.Abort:
                Close(served, request.Call == PublishedCall.Abort);
                break;
            case PublishedCall.SetOption:
                reply.Error = socket.SetOption((SocketLevel)request.Level, request.Number, octets);
                break;
            case PublishedCall.LocalAddress:
                reply.Error = socket.GetLocalAddress(out reply.Address);
                break;
            case PublishedCall.PeerAddress:
                reply.Error = socket.GetPeerAddress(out reply.Address);
                break;
            case PublishedCall.Poll:
                reply.Events = socket.Poll();
                served.Observe(reply.Events);
                break;
            case PublishedCall.Send:
                reply.Error = Send(request, octets, served, out reply.Number);
                break;
            case PublishedCall.Outcome:
                reply.Error = served.TakeOutcome();
                break;
            default:
                reply.Error = SocketError.OperationNotSupported;
                break;
        }

        reply.Phase = served.Phase;
        Reply(reply);
    }

    private static SocketError Connect(ServedSocket served, in NetAddress peer)
    {
        var error = served.Socket.Connect(peer);
        if (served.Socket.Type != SocketType.Stream)
            return error;
        served.Phase = error switch
        {
            SocketError.Success => SocketPhase.Flowing,
            SocketError.InProgress => SocketPhase.Connecting,
            _ => served.Phase,
        };

        // It may be established already: then the event has come before this.
        if (error == SocketError.InProgress)
            served.Ready(SocketEvents.Write);
        return error;
    }

    private void Close(ServedSocket served, bool aborts)
    {
        _sockets.Remove(served.Handle);
        if (aborts)
            served.Destroy(aborts: true);
        else
            served.Close();
    }

    // What was sent before goes first; urgent data wait until the stack has taken what stands before them.
    private static SocketError Send(in RequestHeader request, byte[] octets, ServedSocket served, out int sent)
    {
        sent = 0;
        served.PumpToStack();
        if (served is ServedStream stream && stream.Taken < request.Position)
            return SocketError.WouldBlock;
        return served.Socket.Send(octets, request.Flags, request.Address, out sent);
    }

    // Calls with an argument that is read and overwritten.
    private void Command(in RequestHeader request, byte[] octets, ServedSocket? served)
    {
        var argument = new byte[request.Capacity];
        octets.AsSpan(0, Math.Min(octets.Length, argument.Length)).CopyTo(argument);
        var reply = new ReplyHeader { Phase = served?.Phase ?? SocketPhase.Fresh };
        var command = (DriverCommand)request.Number;
        bool isCommand = request.Call is PublishedCall.StackControl or PublishedCall.Control;
        if (isCommand && !AccessRules.MayCommand(_isOwner, command))
            reply.Error = SocketError.AccessDenied;
        else if (served is null)
            reply.Error = _server.Driver.Control(command, argument, out reply.Number);
        else if (request.Call == PublishedCall.GetOption)
            reply.Error = GetOption(request, served, argument, out reply.Number);
        else if (request.Call == PublishedCall.Control)
            reply.Error = Control(command, served, argument, out reply.Number);
        else
            reply.Error = Receive(request, served, argument, out reply.Number);
        Reply(reply, argument.AsSpan(0, Framing.LengthWithoutZeros(argument)));
    }

    private static SocketError GetOption(in RequestHeader request, ServedSocket served, Span<byte> value, out int length)
    {
        var level = (SocketLevel)request.Level;
        if (level == SocketLevel.Socket && request.Number == (int)SocketOption.Error && served.TakeOutcome() is var outcome and not SocketError.Success)
        {
            length = sizeof(int);
            return BitConverter.TryWriteBytes(value, (int)outcome) ? SocketError.Success : SocketError.NoBufferSpaceAvailable;
        }

        return served.Socket.GetOption(level, request.Number, value, out length);
    }

    private static SocketError Control(DriverCommand command, ServedSocket served, Span<byte> argument, out int length)
    {
        var error = served.Socket.Control(command, argument, out length);
        if (command == DriverCommand.GetUnsent && error == SocketError.Success)
            BitConverter.TryWriteBytes(argument, BitConverter.ToInt32(argument) + served.Unsent);
        return error;
    }

    private static SocketError Receive(in RequestHeader request, ServedSocket served, Span<byte> octets, out int received)
    {
        var message = default(DriverMessage);
        return served.Socket.Receive(octets, request.Flags, ref message, out received);
    }
}
