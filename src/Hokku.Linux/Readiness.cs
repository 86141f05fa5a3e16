namespace Hokku.Linux;

/// <summary>What a descriptor is watched for, and ready for (EPOLL*).</summary>
[Flags]
public enum Readiness : uint
{
    None = 0,
    Read = 0x1,
    Urgent = 0x2,
    Write = 0x4,
    Error = 0x8,
    HangUp = 0x10,
    PeerClosed = 0x2000,

    /// <summary>Tell changes once, not states (EPOLLET).</summary>
    Edge = 1u << 31,
}
