using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Stack;
using Hokku.Wire.Control;

namespace Hokku.Tests.Stack;

/// <summary>A stack with <see cref="PlainModule"/> in virtual time, and the commands that tests need.</summary>
internal sealed class StackHarness : IDisposable
{
    public StackHarness(Action<PlainModule>? made = null) => Stack = new NetStack(new NetStackOptions
    {
        Time = Time,
        Entropy = new SeededEntropy(1),
        Modules = PlainModule.Registry(made),
        Buffers = new BufferPoolOptions { Debug = true },
    });

    public VirtualTime Time { get; } = new();

    public NetStack Stack { get; }

    public void Inside(Action run) => Stack.Execute(new Operation(run));

    public SocketError Open(SocketType type, out ISocketCalls socket, int protocol = 0)
    {
        var error = SocketError.Success;
        ISocketCalls? opened = null;
        Inside(() => error = Stack.Sockets.Open(PlainModule.Family, type, protocol, out opened));
        socket = opened!;
        return error;
    }

    public SocketError AddInterface(string name) => Alias(DriverCommand.AddInterfaceAddress, name);

    public SocketError RemoveInterface(string name) => Alias(DriverCommand.RemoveInterfaceAddress, name);

    public T[] List<T>(DriverCommand command)
        where T : unmanaged
    {
        var entries = new T[64];
        int length = 0;
        Inside(() => Assert(Stack.Sockets.Control(command, MemoryMarshal.AsBytes(entries.AsSpan()), out length)));
        return entries[..(length / System.Runtime.CompilerServices.Unsafe.SizeOf<T>())];
    }

    public void Dispose()
    {
        Stack.Dispose();
        Stack.Buffers.AssertBalanced();
    }

    private static void Assert(SocketError error) => Xunit.Assert.Equal(SocketError.Success, error);

    private SocketError Alias(DriverCommand command, string name)
    {
        var error = SocketError.Success;
        Inside(() =>
        {
            var request = new InterfaceAliasRequest { Name = name, Family = PlainModule.Family, Index = -1 };
            error = Stack.Sockets.Control(command, MemoryMarshal.AsBytes(new Span<InterfaceAliasRequest>(ref request)), out _);
        });
        return error;
    }
}
