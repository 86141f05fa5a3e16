using Hokku.Abstractions;
using Hokku.Wire.Icmp;

namespace Hokku.Protocols.Icmp;

/// <summary>ICMP's types and codes (RFC 792; RFC 1122, 3.2.2.1) as the family-independent list of errors, and back.</summary>
internal static class ErrorMap
{
    // By code of destination unreachable.
    private static readonly NetworkErrorKind[] Unreachable =
    [
        NetworkErrorKind.UnreachableNetwork,
        NetworkErrorKind.UnreachableHost,
        NetworkErrorKind.UnreachableProtocol,
        NetworkErrorKind.UnreachablePort,
        NetworkErrorKind.MessageSize,
        NetworkErrorKind.UnreachableSourceFailed,
        NetworkErrorKind.UnreachableNetworkUnknown,
        NetworkErrorKind.UnreachableHostUnknown,
        NetworkErrorKind.UnreachableIsolated,
        NetworkErrorKind.UnreachableNetworkProhibited,
        NetworkErrorKind.UnreachableHostProhibited,
        NetworkErrorKind.UnreachableNetworkService,
        NetworkErrorKind.UnreachableHostService,
        NetworkErrorKind.UnreachableFilterProhibited,
        NetworkErrorKind.UnreachableHostPrecedence,
        NetworkErrorKind.UnreachablePrecedenceCutoff,
    ];

    /// <summary>What an error message says; None for codes that nobody has defined.</summary>
    public static NetworkErrorKind KindOf(in IcmpHeader header) => header.Type switch
    {
        IcmpType.DestinationUnreachable when header.Code < Unreachable.Length => Unreachable[header.Code],
        IcmpType.SourceQuench => NetworkErrorKind.Quench,
        IcmpType.Redirect when header.Code <= IcmpCode.RedirectHostForTypeOfService => NetworkErrorKind.RedirectHost,
        IcmpType.TimeExceeded when header.Code == IcmpCode.TransitTimeExceeded => NetworkErrorKind.TransitTimeExceeded,
        IcmpType.TimeExceeded when header.Code == IcmpCode.ReassemblyTimeExceeded => NetworkErrorKind.ReassemblyTimeExceeded,
        IcmpType.ParameterProblem when header.Code <= IcmpCode.BadLength => NetworkErrorKind.ParameterProblem,
        _ => NetworkErrorKind.None,
    };

    /// <summary>What belongs to the error beside its kind.</summary>
    public static uint ValueOf(in IcmpHeader header) => header.Type switch
    {
        IcmpType.DestinationUnreachable when header.Code == IcmpCode.FragmentationNeeded => header.NextHopMtu,
        IcmpType.ParameterProblem => header.Pointer,
        _ => 0,
    };

    /// <summary>The message that reports an error; false for kinds that a host does not send.</summary>
    public static bool TryGetMessage(in NetworkError error, out IcmpHeader header)
    {
        int code = Array.IndexOf(Unreachable, error.Kind);
        header = error.Kind switch
        {
            NetworkErrorKind.MessageSize => IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, (ushort)Math.Min(error.Value, ushort.MaxValue)),
            NetworkErrorKind.TransitTimeExceeded => IcmpHeader.TimeExceeded(IcmpCode.TransitTimeExceeded),
            NetworkErrorKind.ReassemblyTimeExceeded => IcmpHeader.TimeExceeded(IcmpCode.ReassemblyTimeExceeded),
            NetworkErrorKind.ParameterProblem => IcmpHeader.ParameterProblem((byte)error.Value),
            _ when code >= 0 => IcmpHeader.Unreachable((byte)code),
            _ => default,
        };
        return header != default;
    }
}
