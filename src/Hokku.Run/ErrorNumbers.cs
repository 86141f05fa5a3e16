using System.Net.Sockets;

namespace Hokku.Run;

/// <summary>The stack's errors as a program expects them (errno).</summary>
internal static class ErrorNumbers
{
    private static readonly Dictionary<SocketError, int> Numbers = new()
    {
        [SocketError.Interrupted] = 4,
        [SocketError.AccessDenied] = 13,
        [SocketError.Fault] = 14,
        [SocketError.InvalidArgument] = 22,
        [SocketError.TooManyOpenSockets] = 24,
        [SocketError.Shutdown] = 32,
        [SocketError.WouldBlock] = 11,
        [SocketError.InProgress] = 115,
        [SocketError.AlreadyInProgress] = 114,
        [SocketError.NotSocket] = 88,
        [SocketError.DestinationAddressRequired] = 89,
        [SocketError.MessageSize] = 90,
        [SocketError.ProtocolType] = 91,
        [SocketError.ProtocolOption] = 92,
        [SocketError.ProtocolNotSupported] = 93,
        [SocketError.SocketNotSupported] = 94,
        [SocketError.OperationNotSupported] = 95,
        [SocketError.ProtocolFamilyNotSupported] = 96,
        [SocketError.AddressFamilyNotSupported] = 97,
        [SocketError.AddressAlreadyInUse] = 98,
        [SocketError.AddressNotAvailable] = 99,
        [SocketError.NetworkDown] = 100,
        [SocketError.NetworkUnreachable] = 101,
        [SocketError.NetworkReset] = 102,
        [SocketError.ConnectionAborted] = 103,
        [SocketError.ConnectionReset] = 104,
        [SocketError.NoBufferSpaceAvailable] = 105,
        [SocketError.IsConnected] = 106,
        [SocketError.NotConnected] = 107,
        [SocketError.TimedOut] = 110,
        [SocketError.ConnectionRefused] = 111,
        [SocketError.HostDown] = 112,
        [SocketError.HostUnreachable] = 113,
        [SocketError.OperationAborted] = 125,
    };

    public const int BadDescriptor = 9;
    public const int TryAgain = 11;
    public const int BadAddress = 14;
    public const int NoDevice = 19;
    public const int Invalid = 22;
    public const int NotTypewriter = 25;
    public const int BrokenPipe = 32;
    public const int NotSocket = 88;
    public const int MessageTooLong = 90;
    public const int NoProtocolOption = 92;
    public const int NoSuchFamily = 97;
    public const int AddressNotAvailable = 99;
    public const int IsConnected = 106;
    public const int NotConnected = 107;
    public const int AlreadyConnecting = 114;
    public const int InProgress = 115;

    /// <summary>The number; 0 for success, EIO for what has none.</summary>
    public static int Of(SocketError error) => error == SocketError.Success ? 0 : Numbers.GetValueOrDefault(error, 5);
}
