using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Driver.InProcess;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver;

/// <summary>The door into a stack of this process: plain method calls.</summary>
/// <param name="stack">The stack; it stays the caller's.</param>
public sealed unsafe class InProcessDriver(INetStack stack) : IStackDriver
{
    public string HostName => stack.Name;

    public SocketError Open(NetFamily family, SocketType type, int protocol, int owner, out IDriverSocket? socket)
    {
        var call = OperationPools.Calls.Take();
        call.Kind = CallKind.Open;
        call.Stack = stack;
        call.Family = family;
        call.Type = type;
        call.Protocol = protocol;
        call.Owner = owner == 0 ? Environment.ProcessId : owner;
        stack.Execute(call);
        socket = call.Opened;
        return Finish(call);
    }

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        var call = OperationPools.Calls.Take();
        call.Kind = CallKind.StackControl;
        call.Stack = stack;
        call.Number = (int)command;
        fixed (byte* octets = argument)
        {
            call.Octets = octets;
            call.Capacity = argument.Length;
            stack.Execute(call);
        }

        length = call.Length;
        return Finish(call);
    }

    public void Dispose()
    {
    }

    private static SocketError Finish(CallOperation call)
    {
        var error = call.Error;
        call.Clear();
        OperationPools.Calls.Return(call);
        return error;
    }
}
