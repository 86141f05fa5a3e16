using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>The socket module: opens sockets and takes every command that is not one socket's. Either loads the stack. Inside the stack only.</summary>
internal sealed class SocketModule(NetStack stack) : ISocketModule
{
    private readonly StackLists _lists = new(stack);

    public SocketError Open(NetFamily family, SocketType type, int protocol, out ISocketCalls? socket)
    {
        socket = null;
        if (!stack.Load())
            return SocketError.NotInitialized;
        if (stack.SocketTable.IsFull)
            return SocketError.TooManyOpenSockets;
        var error = stack.ModuleTable.AcquireChain(family, type, protocol, out var chain);
        if (error != SocketError.Success)
        {
            stack.SocketRemoved();
            return error;
        }

        var opened = new NetSocket(stack, chain!, type, protocol);
        error = opened.Open();
        if (error == SocketError.Success)
            socket = opened;
        else
            opened.Detach();
        return error;
    }

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (!stack.Load())
            return SocketError.NotInitialized;
        var error = command switch
        {
            DriverCommand.GetSockets => _lists.GetSockets(argument, out length),
            DriverCommand.GetModules => _lists.GetModules(argument, out length),
            DriverCommand.GetStatistics => _lists.GetStatistics(argument, out length),
            DriverCommand.GetDeviceError => _lists.GetDeviceError(argument, out length),
            _ => stack.Commands.Control(command, argument, out length),
        };

        // A command alone does not keep the stack loaded.
        stack.SocketRemoved();
        return error;
    }
}
