using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Datalink.LoopbackFrame;
using Hokku.Protocols.Icmp;
using Hokku.Protocols.IPv4;
using Hokku.Protocols.Tcp;
using Hokku.Protocols.Udp;
using Hokku.Stack;
using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <summary>A real stack in virtual time with one interface whose other end is the script.</summary>
internal sealed class ScriptHost : IDisposable
{
    // Everything ages within it: TIME-WAIT, orphans, path MTUs.
    private static readonly TimeSpan Forgetting = TimeSpan.FromMinutes(30);

    private static readonly string[] Modules = ["tcp", "udp", "ipv4", "icmp"];

    public ScriptHost(ScriptOptions options, IScriptFamily family)
    {
        Family = family;
        Trace = new ScriptTrace(() => Time.Elapsed, options.Seed);
        var module = new ScriptModule(options.Mtu);
        var modules = new ModuleRegistry()
            .Add(ScriptModule.Description, () => module)
            .Add(LoopbackFrameModule.Description, () => new LoopbackFrameModule())
            .Add(IPv4Module.Description, () => new IPv4Module())
            .Add(IcmpModule.Description, () => new IcmpModule())
            .Add(UdpModule.Description, () => new UdpModule())
            .Add(TcpModule.Description, () => new TcpModule(options.Tcp));
        Stack = new NetStack(new NetStackOptions
        {
            Name = "script",
            Time = Time,
            Entropy = new SeededEntropy(options.Seed),
            Buffers = new() { Debug = options.DebugBuffers },
            Modules = modules,
        });
        var error = AddInterface();
        if (error != SocketError.Success)
            throw Trace.Fail($"The interface could not be made: {error}.");
        Device = module.Device!;
    }

    public VirtualTime Time { get; } = new();

    public NetStack Stack { get; }

    public ScriptDevice Device { get; }

    public IScriptFamily Family { get; }

    public ScriptTrace Trace { get; }

    /// <summary>Runs a function inside the stack.</summary>
    public T Inside<T>(Func<T> function)
    {
        var call = new ScriptCall<T>(function);
        Stack.Execute(call);
        return call.Result!;
    }

    public void Receive(params ReadOnlySpan<byte[]> packets) => Device.Receive(Family.FrameType, packets);

    /// <summary>What modules have dropped, in all.</summary>
    public long AllDrops => Modules.Sum(m => Stack.Statistics(m).Drops.Total);

    /// <summary>How many packets were dropped for the reason, by whatever module.</summary>
    public long Drops(DropReason reason) => Modules.Sum(m => Stack.Statistics(m).Drops[reason]);

    public long Counter(string module, string name)
    {
        foreach (var counter in Stack.Statistics(module).Counters)
        {
            if (counter.Name == name)
                return counter.Value;
        }

        throw new ArgumentException($"There is no counter '{name}' of {module}; there are: {string.Join(", ", Stack.Statistics(module).Counters.Select(c => c.Name))}.", nameof(name));
    }

    /// <summary>Lets everything age, then holds the stack to its balance: no socket, timer or buffer may be left.</summary>
    public void Settle()
    {
        Time.Advance(Forgetting);
        Device.Sent.Clear();
        var usage = Stack.GetUsage();
        if (usage.Sockets != 0 || usage.Timers != 0 || usage.Buffers != 0)
            throw Trace.Fail($"Left behind at the end: {usage}.");
        Stack.Buffers.AssertBalanced();
    }

    public void Dispose() => Stack.Dispose();

    private SocketError AddInterface() => Inside(() =>
    {
        var request = new InterfaceAliasRequest
        {
            Name = ScriptModule.DeviceName,
            Index = -1,
            Family = Family.Family,
            Address = Family.Ours,
        };
        var error = Control(DriverCommand.AddInterfaceAddress, ref request);
        if (error != SocketError.Success)
            return error;
        var flags = new InterfaceRequest { Name = ScriptModule.DeviceName, Value = (int)InterfaceFlags.Up };
        return Control(DriverCommand.SetInterfaceFlags, ref flags);
    });

    private SocketError Control<T>(DriverCommand command, ref T argument)
        where T : unmanaged =>
        Stack.Sockets.Control(command, MemoryMarshal.AsBytes(new Span<T>(ref argument)), out _);
}
