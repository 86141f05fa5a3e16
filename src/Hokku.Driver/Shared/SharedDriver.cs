using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver;

/// <summary>
/// The door into a host of several stacks. Connections are spread over them, a listener listens on all, other sockets are the first stack's. Commands that change
/// something are given to all; what is asked is the first one's.
/// </summary>
/// <param name="stacks">The stacks of the host; they stay the caller's.</param>
/// <param name="rule">Which of them a connection belongs to.</param>
public sealed class SharedDriver(IReadOnlyList<INetStack> stacks, IFlowRule rule) : IStackDriver
{
    private readonly InProcessDriver[] _drivers = [.. stacks.Select(stack => new InProcessDriver(stack))];
    private int _next;

    public string HostName => stacks[0].Name;

    internal int Places => _drivers.Length;

    internal IFlowRule Rule => rule;

    public SocketError Open(NetFamily family, SocketType type, int protocol, int owner, out IDriverSocket? socket)
    {
        if (type != SocketType.Stream)
            return _drivers[0].Open(family, type, protocol, owner, out socket);
        int place = (int)((uint)Interlocked.Increment(ref _next) % (uint)_drivers.Length);
        var error = OpenAt(place, family, protocol, owner, out var first);
        socket = first is null ? null : new SharedSocket(this, place, first, owner);
        return error;
    }

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        var given = argument.ToArray();
        var error = _drivers[0].Control(command, argument, out length);
        for (int i = 1; i < _drivers.Length && error == SocketError.Success && IsChange(command); i++)
            error = _drivers[i].Control(command, given, out _);
        return error;
    }

    public void Dispose()
    {
    }

    internal SocketError OpenAt(int place, NetFamily family, int protocol, int owner, out IDriverSocket? socket) =>
        _drivers[place].Open(family, SocketType.Stream, protocol, owner, out socket);

    /// <summary>What only asks has a name that says so.</summary>
    private static bool IsChange(DriverCommand command) => !command.ToString().StartsWith("Get", StringComparison.Ordinal);
}
