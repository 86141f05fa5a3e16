using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack.Fakes;

/// <summary>A real stack with fake modules. Checks at its end that no buffer is left.</summary>
internal sealed class FakeStack : IDisposable
{
    public const string Eth = "/dev/net/fake/0";

    public FakeStack(Func<string, INetModule, NetDevice>? makeDevice = null)
    {
        var registry = new ModuleRegistry();
        registry.Add(FakeDomainModule.Description, () => Domain = new FakeDomainModule());
        registry.Add(FakeFrameModule.Description, () => Frames = new FakeFrameModule());
        registry.Add(FakeDeviceModule.Description, () => new FakeDeviceModule(makeDevice));
        Stack = new NetStack(new NetStackOptions
        {
            Modules = registry,
            Time = Time,
            Entropy = new SeededEntropy(1),
            Buffers = new BufferPoolOptions { Debug = true },
        });
    }

    public VirtualTime Time { get; } = new();

    public NetStack Stack { get; }

    public FakeDomainModule Domain { get; private set; } = null!;

    public FakeFrameModule Frames { get; private set; } = null!;

    public FakeDevice Device(string name = Eth) => (FakeDevice)Stack.Devices.Single(device => device.Name == name);

    public NetInterface Interface(string name) => Stack.InterfaceTable.Find(name)!;

    public static NetAddress Address(string text) => new(IPv4Address.Parse(text));

    public T Inside<T>(Func<T> function)
    {
        var operation = new Call<T>(function);
        Stack.Execute(operation);
        return operation.Result;
    }

    public void Inside(Action action) => Inside(() =>
    {
        action();
        return 0;
    });

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        byte[] copy = argument.ToArray();
        int written = 0;
        var result = Inside(() => Stack.Sockets.Control(command, copy, out written));
        copy.CopyTo(argument);
        length = written;
        return result;
    }

    public SocketError Control<T>(DriverCommand command, ref T argument)
        where T : unmanaged => Control(command, MemoryMarshal.AsBytes(new Span<T>(ref argument)), out _);

    /// <summary>Reads a list the way a tool does: asks for the length first.</summary>
    public T[] List<T>(DriverCommand command)
        where T : unmanaged
    {
        var result = Control(command, [], out int length);
        if (length == 0)
        {
            Assert.Equal(SocketError.Success, result);
            return [];
        }

        Assert.Equal(SocketError.NoBufferSpaceAvailable, result);
        var octets = new byte[length];
        Assert.Equal(SocketError.Success, Control(command, octets, out length));
        return MemoryMarshal.Cast<byte, T>(octets.AsSpan(0, length)).ToArray();
    }

    public SocketError TryAdd(string name, string address, string mask = "255.255.255.0")
    {
        var request = new InterfaceAliasRequest
        {
            Name = name,
            Index = -1,
            Family = NetFamily.Internet,
            Address = address.Length == 0 ? default : Address(address),
            Mask = mask.Length == 0 ? default : Address(mask),
        };
        return Control(DriverCommand.AddInterfaceAddress, ref request);
    }

    public SocketError Set(DriverCommand command, string name, int value = 0, string address = "")
    {
        var request = new InterfaceRequest { Name = name, Value = value, Address = address.Length == 0 ? default : Address(address) };
        return Control(command, ref request);
    }

    public InterfaceRequest Get(DriverCommand command, string name)
    {
        var request = new InterfaceRequest { Name = name };
        Assert.Equal(SocketError.Success, Control(command, ref request));
        return request;
    }

    /// <summary>Adds an address, and with it the interface, and takes it up.</summary>
    public NetInterface Up(string name, string address, string mask = "255.255.255.0")
    {
        Assert.Equal(SocketError.Success, TryAdd(name, address, mask));
        Assert.Equal(SocketError.Success, Set(DriverCommand.SetInterfaceFlags, name, (int)InterfaceFlags.Up));
        return Interface(name);
    }

    public SocketError Route(DriverCommand command, string destination, string mask, string gateway = "", string name = "", RouteFlags flags = 0, int metric = 0)
    {
        var entry = new RouteEntry
        {
            Interface = name,
            Destination = destination.Length == 0 ? default : Address(destination),
            Mask = mask.Length == 0 ? default : Address(mask),
            Gateway = gateway.Length == 0 ? default : Address(gateway),
            Family = NetFamily.Internet,
            Flags = flags,
            Metric = metric,
        };
        return Control(command, ref entry);
    }

    /// <summary>Sends a packet of the fake domain by its own choice of route.</summary>
    public SocketError Send(string destination, int size = 20) => Inside(() => Domain.Send(Packet(destination, size)));

    /// <summary>A packet of the fake domain: its destination, and zeros.</summary>
    public NetBuffer Packet(string destination, int size = 20)
    {
        var buffer = Stack.Buffers.Create()!;
        Assert.True(buffer.TryAppend(Frame(destination, size)));
        buffer.Destination = Address(destination);
        buffer.NetworkLength = buffer.Size;
        return buffer;
    }

    public static byte[] Frame(string destination, int size = 20)
    {
        var octets = new byte[size];
        Address(destination).Octets.CopyTo(octets);
        return octets;
    }

    public void Dispose()
    {
        Stack.Dispose();
        Stack.Buffers.AssertBalanced();
    }

    private sealed class Call<T>(Func<T> function) : StackOperation
    {
        public T Result { get; private set; } = default!;

        protected override void Run() => Result = function();
    }
}
