using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols;

/// <summary>A real stack and the commands that tests give it, all of which enter it.</summary>
internal abstract class StackUnderTest : IDisposable
{
    public NetStack Stack { get; protected init; } = null!;

    public void Inside(Action action) => Stack.Execute(new Operation(action));

    public T Inside<T>(Func<T> function)
    {
        T result = default!;
        Inside(() => { result = function(); });
        Entered();
        return result;
    }

    /// <summary>Gives a command without a socket; the argument comes back as the stack left it.</summary>
    public SocketError Control<T>(DriverCommand command, ref T argument)
        where T : unmanaged
    {
        var copy = argument;
        var result = Inside(() => Stack.Sockets.Control(command, MemoryMarshal.AsBytes(new Span<T>(ref copy)), out _));
        argument = copy;
        return result;
    }

    public void AddInterface(string name, IPv4Address address, int prefixLength)
    {
        var request = new InterfaceAliasRequest
        {
            Name = name,
            Index = -1,
            Family = NetFamily.Internet,
            Address = new NetAddress(address),
            Mask = new NetAddress(IPv4Address.Mask(prefixLength)),
        };
        Assert.Equal(SocketError.Success, Control(DriverCommand.AddInterfaceAddress, ref request));
        SetUp(name, true);
    }

    public void SetUp(string name, bool isUp)
    {
        var request = new InterfaceRequest { Name = name };
        Assert.Equal(SocketError.Success, Control(DriverCommand.GetInterfaceFlags, ref request));
        request.Value = isUp ? request.Value | (int)InterfaceFlags.Up : request.Value & ~(int)InterfaceFlags.Up;
        Assert.Equal(SocketError.Success, Control(DriverCommand.SetInterfaceFlags, ref request));
    }

    public abstract void Dispose();

    /// <summary>Something was done inside.</summary>
    protected virtual void Entered()
    {
    }

    private sealed class Operation(Action action) : StackOperation
    {
        protected override void Run() => action();
    }
}
