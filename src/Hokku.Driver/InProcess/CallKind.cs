namespace Hokku.Driver.InProcess;

/// <summary>Which of the user's calls a <see cref="CallOperation"/> makes.</summary>
internal enum CallKind : byte
{
    Open,
    Bind,
    Connect,
    Listen,
    Accept,
    Shutdown,
    Close,
    Abort,
    GetOption,
    SetOption,
    Control,
    StackControl,
    LocalAddress,
    PeerAddress,
    Poll,
}
