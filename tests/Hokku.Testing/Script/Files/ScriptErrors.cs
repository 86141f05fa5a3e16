using System.Net.Sockets;

namespace Hokku.Testing;

/// <summary>What errno calls the errors of sockets.</summary>
internal static class ScriptErrors
{
    private static readonly Dictionary<SocketError, string> Names = new()
    {
        [SocketError.WouldBlock] = "EAGAIN",
        [SocketError.InProgress] = "EINPROGRESS",
        [SocketError.AlreadyInProgress] = "EALREADY",
        [SocketError.IsConnected] = "EISCONN",
        [SocketError.NotConnected] = "ENOTCONN",
        [SocketError.ConnectionRefused] = "ECONNREFUSED",
        [SocketError.ConnectionReset] = "ECONNRESET",
        [SocketError.ConnectionAborted] = "ECONNABORTED",
        [SocketError.TimedOut] = "ETIMEDOUT",
        [SocketError.HostUnreachable] = "EHOSTUNREACH",
        [SocketError.HostDown] = "EHOSTDOWN",
        [SocketError.NetworkUnreachable] = "ENETUNREACH",
        [SocketError.NetworkDown] = "ENETDOWN",
        [SocketError.AddressAlreadyInUse] = "EADDRINUSE",
        [SocketError.AddressNotAvailable] = "EADDRNOTAVAIL",
        [SocketError.InvalidArgument] = "EINVAL",
        [SocketError.Shutdown] = "EPIPE",
        [SocketError.MessageSize] = "EMSGSIZE",
        [SocketError.NoBufferSpaceAvailable] = "ENOBUFS",
        [SocketError.ProtocolOption] = "ENOPROTOOPT",
        [SocketError.OperationNotSupported] = "EOPNOTSUPP",
        [SocketError.DestinationAddressRequired] = "EDESTADDRREQ",
        [SocketError.AccessDenied] = "EACCES",
    };

    /// <summary>"0" for none.</summary>
    public static string Name(SocketError error) =>
        error == SocketError.Success ? "0" : Names.TryGetValue(error, out string? name) ? name : error.ToString();
}
