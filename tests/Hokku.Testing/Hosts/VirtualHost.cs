using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <summary>One host of a <see cref="VirtualNetwork"/>: its stack, and the commands that tests give it.</summary>
public sealed class VirtualHost
{
    internal VirtualHost(VirtualNetwork network, NetStackOptions options)
    {
        Network = network;
        Stack = new NetStack(options);
    }

    public VirtualNetwork Network { get; }

    public NetStack Stack { get; }

    /// <summary>Runs something inside the stack.</summary>
    public void Inside(Action action) => Stack.Execute(new Operation(action));

    /// <summary>Runs something inside the stack and gives its result.</summary>
    public T Inside<T>(Func<T> function)
    {
        T result = default!;
        Inside(() => { result = function(); });
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

    /// <summary>Makes an interface on a device, or adds one more address to it, and takes it up.</summary>
    /// <param name="name">The device's name: "loop", "/dev/net/wire/NAME/0".</param>
    /// <param name="address">An address with its prefix length, such as "10.0.0.1/24".</param>
    /// <exception cref="InvalidOperationException">The stack has refused.</exception>
    public void AddInterface(string name, string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var parts = address.Split('/');
        var request = new InterfaceAliasRequest
        {
            Name = name,
            Index = -1,
            Family = NetFamily.Internet,
            Address = new NetAddress(IPv4Address.Parse(parts[0])),
            Mask = new NetAddress(IPv4Address.Mask(int.Parse(parts[1]))),
        };
        Require(Control(DriverCommand.AddInterfaceAddress, ref request), $"add {address} to {name}");
        var flags = new InterfaceRequest { Name = name, Value = (int)InterfaceFlags.Up };
        Require(Control(DriverCommand.SetInterfaceFlags, ref flags), $"take {name} up");
    }

    /// <summary>Removes an interface.</summary>
    /// <exception cref="InvalidOperationException">The stack has refused.</exception>
    public void RemoveInterface(string name)
    {
        var request = new InterfaceAliasRequest { Name = name, Index = -1, Family = NetFamily.Internet };
        Require(Control(DriverCommand.RemoveInterfaceAddress, ref request), $"remove {name}");
    }

    /// <summary>Opens a socket of IPv4.</summary>
    /// <exception cref="InvalidOperationException">The stack has refused.</exception>
    public ISocketCalls Open(SocketType type, int protocol = 0) => Inside(() =>
    {
        Require(Stack.Sockets.Open(NetFamily.Internet, type, protocol, out var socket), $"open {type}");
        return socket!;
    });

    public override string ToString() => Stack.Name;

    private void Require(SocketError error, string what)
    {
        if (error != SocketError.Success)
            throw new InvalidOperationException($"{Stack.Name} cannot {what}: {error} (seed {Network.Seed}).");
    }

    private sealed class Operation(Action action) : StackOperation
    {
        protected override void Run() => action();
    }
}
