using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Stack;

/// <summary>What a <see cref="NetStack"/> is made of.</summary>
public sealed record NetStackOptions
{
    /// <summary>The host's name.</summary>
    public string Name { get; init; } = "hokku";

    /// <summary>The stack's only clock. Virtual in tests.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The stack's only randomness; null for a cryptographic source of its own.</summary>
    public IEntropy? Entropy { get; init; }

    /// <summary>How the stack's buffer pool is made.</summary>
    public BufferPoolOptions Buffers { get; init; } = new();

    /// <summary>A pool that the stack shares with others and does not dispose; null for one of its own.</summary>
    public BufferPool? SharedBuffers { get; init; }

    /// <summary>Which of the stacks of a host it is; null for a host of one stack.</summary>
    public HostPlace? Place { get; init; }

    /// <summary>The modules that the stack may load. May be shared by many stacks.</summary>
    public ModuleRegistry Modules { get; init; } = new();

    /// <summary>The largest backlog of a listener; a larger wish is cut to it.</summary>
    public int MaximumBacklog { get; init; } = 4096;

    /// <summary>How many sockets may be open at once, those of connections that are not accepted yet included.</summary>
    public int MaximumSockets { get; init; } = 1 << 20;

    /// <summary>Octets that a new socket's send and receive buffers may hold.</summary>
    public int SocketBufferSize { get; init; } = 256 << 10;

    /// <summary>The largest size of a socket's buffer that a user may ask for. Octets.</summary>
    public int MaximumSocketBufferSize { get; init; } = 64 << 20;

    /// <summary>
    /// Told, outside the stack, of exceptions that have no caller: of posted operations, timers, batch work and received packets. When null,
    /// the call that was leaving the stack throws the first of them.
    /// </summary>
    public Action<Exception>? Failed { get; init; }
}
