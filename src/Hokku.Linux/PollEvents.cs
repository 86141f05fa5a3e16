namespace Hokku.Linux;

/// <summary>POLLIN and its kin.</summary>
[Flags]
public enum PollEvents : short
{
    None = 0,
    Read = 1,
    Urgent = 2,
    Write = 4,
    Error = 8,
    HangUp = 16,
    Invalid = 32,
    PeerClosed = 0x2000,
}
