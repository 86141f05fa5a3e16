namespace Hokku.Linux.Programs;

/// <summary>Numbers of the system calls of x86-64 that concern sockets.</summary>
public enum SystemCall
{
    Ioctl = 16,
    Socket = 41,
    Connect = 42,
    Accept = 43,
    SendTo = 44,
    ReceiveFrom = 45,
    SendMessage = 46,
    ReceiveMessage = 47,
    Shutdown = 48,
    Bind = 49,
    Listen = 50,
    GetSocketName = 51,
    GetPeerName = 52,
    SocketPair = 53,
    SetSocketOption = 54,
    GetSocketOption = 55,
    Accept4 = 288,
    ReceiveMessages = 299,
    SendMessages = 307,
    IoUringSetup = 425,
    IoUringEnter = 426,
    IoUringRegister = 427,
}
