using System.Net.Sockets;
using Hokku.Linux;
using Hokku.Linux.Programs;
using Hokku.Run.Sockets;
using Hokku.Wire.Addresses;

namespace Hokku.Run.Calls;

/// <summary>What each system call does.</summary>
internal sealed class SocketCalls(ProgramSockets sockets, InterfaceCalls interfaces)
{
    private const int InternetFamily = 2;
    private const int TypeMask = 0xF;

    public void Execute(ProgramCall call)
    {
        if (call.Number == SystemCall.Socket)
            Open(call);
        else if (call.Number == SystemCall.Ioctl && interfaces.TryAnswer(call))
            return;
        else if (sockets.TryFind(call, out var socket, out var app))
            Execute(call, socket, app);
        else
            call.LetThrough(); // a descriptor that is not ours: the kernel's answer is right
    }

    private void Execute(ProgramCall call, ProgramSocket socket, Descriptor app)
    {
        using (app)
        {
            switch (call.Number)
            {
                case SystemCall.Bind:
                    WithAddress(call, address => call.Finish(socket.Socket.Bind(address)));
                    break;
                case SystemCall.Connect:
                    WithAddress(call, address => socket.Connect(call, app, OrOurselves(address)));
                    break;
                case SystemCall.Listen:
                    socket.Listen(call, call.Int(1));
                    break;
                case SystemCall.Accept:
                    socket.Accept(call, app, 0);
                    break;
                case SystemCall.Accept4:
                    socket.Accept(call, app, call.Int(3));
                    break;
                case SystemCall.Shutdown when call.Int(1) is < 0 or > 2:
                    call.Fail(ErrorNumbers.Invalid);
                    break;
                case SystemCall.Shutdown:
                    socket.Shutdown(call, app, (SocketShutdown)call.Int(1));
                    break;
                case SystemCall.GetSocketName or SystemCall.GetPeerName:
                    GetName(call, socket);
                    break;
                case SystemCall.GetSocketOption:
                    OptionCalls.Get(call, socket);
                    break;
                case SystemCall.SetSocketOption:
                    OptionCalls.Set(call, socket);
                    break;
                default:
                    Transfer(call, socket, app);
                    break;
            }
        }
    }

    private static void Transfer(ProgramCall call, ProgramSocket socket, Descriptor app)
    {
        switch (call.Number)
        {
            case SystemCall.SendTo:
                if (Read(call, MessageCall.FromArguments(call, sends: true, out var message)))
                    socket.Send(call, message, app);
                break;
            case SystemCall.ReceiveFrom:
                if (Read(call, MessageCall.FromArguments(call, sends: false, out message)))
                    socket.Receive(call, message, app);
                break;
            case SystemCall.SendMessage:
                if (Read(call, MessageCall.FromHeader(call, call[1], (Wire.Control.MessageFlags)call.Int(2), sends: true, out message)))
                    socket.Send(call, message, app);
                break;
            case SystemCall.ReceiveMessage:
                if (Read(call, MessageCall.FromHeader(call, call[1], (Wire.Control.MessageFlags)call.Int(2), sends: false, out message)))
                    socket.Receive(call, message, app);
                break;
            case SystemCall.SendMessages:
                MessageBatches.Send(call, socket, app);
                break;
            case SystemCall.ReceiveMessages:
                MessageBatches.Receive(call, socket, app);
                break;
            default:
                call.LetThrough(); // requests that Unix-domain sockets know as well
                break;
        }
    }

    private static bool Read(ProgramCall call, int error)
    {
        if (error != 0)
            call.Fail(error);
        return error == 0;
    }

    private void Open(ProgramCall call)
    {
        int type = call.Int(1) & TypeMask, flags = call.Int(1) & ~TypeMask;
        if (call.Int(0) != InternetFamily)
        {
            call.Fail(ErrorNumbers.NoSuchFamily);
            return;
        }

        var error = sockets.Driver.Open(NetFamily.Internet, (SocketType)type, call.Int(2), call.Thread, out var socket);
        if (socket is null)
        {
            call.Fail(error);
            return;
        }

        try
        {
            if (socket.Type == SocketType.Stream)
                new ProgramStream(sockets, socket, isConnected: false).Give(call, flags);
            else
                new ProgramDatagrams(sockets, socket).Give(call, flags);
        }
        catch (IOException)
        {
            // No descriptors left here.
            socket.Abort();
            call.Fail(SocketError.TooManyOpenSockets);
        }
    }

    private static void WithAddress(ProgramCall call, Action<NetAddress> what)
    {
        int error = call.ReadAddress(call[1], (uint)call[2], out var address);
        if (error != 0)
            call.Fail(error);
        else
            what(address);
    }

    // Linux takes the unspecified address for this host.
    private static NetAddress OrOurselves(NetAddress peer) =>
        !peer.IsUnspecified && peer.IPv4 == default ? new NetAddress(new IPv4Address(127, 0, 0, 1), peer.Port) : peer;

    private static void GetName(ProgramCall call, ProgramSocket socket)
    {
        NetAddress address;
        var error = call.Number == SystemCall.GetSocketName ? socket.Socket.GetLocalAddress(out address) : socket.Socket.GetPeerAddress(out address);
        if (error != SocketError.Success)
        {
            call.Fail(error == SocketError.NotSocket ? SocketError.NotConnected : error);
            return;
        }

        int problem = call.WriteAddress(call[1], call[2], address);
        if (problem != 0)
            call.Fail(problem);
        else
            call.Succeed();
    }
}
