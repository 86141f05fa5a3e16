namespace Hokku.Linux;

/// <summary>How a Unix-domain socket treats what is sent.</summary>
public enum UnixSocketType
{
    Stream = 1,
    Datagram = 2,

    /// <summary>Connected, and keeps the bounds of messages.</summary>
    SequencedPacket = 5,
}
