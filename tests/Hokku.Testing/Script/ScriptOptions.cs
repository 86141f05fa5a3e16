using Hokku.Protocols.Tcp;

namespace Hokku.Testing;

/// <summary>How a script begins: what the peer offers, and how our host is made.</summary>
public sealed record ScriptOptions
{
    /// <summary>What everything random in the run comes from; printed when a script fails.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The MTU of the link. Octets.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>The peer's window in its SYN and in the acknowledgment that ends the handshake.</summary>
    public ushort Window { get; init; } = 65535;

    /// <summary>The options of the peer's SYN.</summary>
    public string Options { get; init; } = "mss 1460";

    /// <summary>The options of the peer's acknowledgment that ends the handshake.</summary>
    public string AcknowledgmentOptions { get; init; } = "";

    /// <summary>SO_RCVBUF, set before the connection is made; 0 leaves what the stack chooses.</summary>
    public int ReceiveBuffer { get; init; }

    /// <summary>SO_SNDBUF, set before the connection is made; 0 leaves what the stack chooses.</summary>
    public int SendBuffer { get; init; }

    public int Backlog { get; init; } = 16;

    /// <summary>Whether every buffer's allocator is remembered: too slow for floods.</summary>
    public bool DebugBuffers { get; init; } = true;

    /// <summary>How our TCP is set; unlike elsewhere, acknowledgments are delayed from the first segment on.</summary>
    public TcpSettings Tcp { get; init; } = new() { QuickAcknowledgments = 0 };
}
