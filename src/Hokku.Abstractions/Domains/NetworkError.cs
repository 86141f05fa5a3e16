using System.Net.Sockets;
using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>What the network reports, independent of the family: Haiku's net_error list.</summary>
public enum NetworkErrorKind : byte
{
    None = 0,
    RedirectHost,
    UnreachableNetwork,
    UnreachableHost,
    UnreachableProtocol,
    UnreachablePort,
    MessageSize,
    UnreachableSourceFailed,
    UnreachableNetworkUnknown,
    UnreachableHostUnknown,
    UnreachableIsolated,
    UnreachableNetworkProhibited,
    UnreachableHostProhibited,
    UnreachableNetworkService,
    UnreachableHostService,
    UnreachableFilterProhibited,
    UnreachableHostPrecedence,
    UnreachablePrecedenceCutoff,
    TransitTimeExceeded,
    ReassemblyTimeExceeded,
    ParameterProblem,
    Quench,
}

/// <summary>Bad news from the network on its way to the socket that it concerns.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Value">The next hop's MTU for MessageSize (0 when it did not say), the octet at fault for ParameterProblem; else 0.</param>
/// <param name="Reporter">Who says so.</param>
/// <param name="Gateway">The better gateway of a redirect; else unspecified.</param>
public readonly record struct NetworkError(NetworkErrorKind Kind, uint Value = 0, NetAddress Reporter = default, NetAddress Gateway = default)
{
    /// <summary>What the socket's user is told.</summary>
    public SocketError SocketError => Kind switch
    {
        NetworkErrorKind.None or NetworkErrorKind.RedirectHost or NetworkErrorKind.Quench => SocketError.Success,
        NetworkErrorKind.UnreachablePort => SocketError.ConnectionRefused,
        NetworkErrorKind.UnreachableProtocol => SocketError.ProtocolOption,
        NetworkErrorKind.MessageSize => SocketError.MessageSize,
        NetworkErrorKind.UnreachableNetwork or NetworkErrorKind.UnreachableNetworkUnknown or NetworkErrorKind.UnreachableNetworkProhibited
            or NetworkErrorKind.UnreachableNetworkService => SocketError.NetworkUnreachable,
        NetworkErrorKind.ParameterProblem => SocketError.ProtocolOption,
        _ => SocketError.HostUnreachable,
    };

    /// <summary>Whether the news may pass (RFC 1122, 4.2.3.9) and a connection must not be aborted for it.</summary>
    public bool IsSoft => Kind is not (NetworkErrorKind.UnreachableProtocol or NetworkErrorKind.UnreachablePort or NetworkErrorKind.UnreachableHostProhibited
        or NetworkErrorKind.UnreachableNetworkProhibited or NetworkErrorKind.UnreachableFilterProhibited);
}
