using System.Net.Sockets;
using Hokku.Network;

namespace Hokku.AspNetCore.Forwarding;

/// <summary>What a SOCKS server answers (RFC 1928, 6).</summary>
internal enum SocksReply : byte
{
    Succeeded = 0,
    GeneralFailure = 1,
    NotAllowed = 2,
    NetworkUnreachable = 3,
    HostUnreachable = 4,
    ConnectionRefused = 5,
    TimeToLiveExpired = 6,
    CommandNotSupported = 7,
    AddressTypeNotSupported = 8,
}

/// <summary>Which reply a failure is.</summary>
internal static class SocksReplies
{
    public static SocksReply Of(Exception problem) => problem switch
    {
        ResolverException => SocksReply.HostUnreachable,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => SocksReply.ConnectionRefused,
        SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.NetworkDown } => SocksReply.NetworkUnreachable,
        SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.HostDown or SocketError.TimedOut } => SocksReply.HostUnreachable,
        OperationCanceledException => SocksReply.HostUnreachable,
        _ => SocksReply.GeneralFailure,
    };
}
