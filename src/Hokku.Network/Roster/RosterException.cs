using System.Net.Sockets;

namespace Hokku.Network;

/// <summary>A command about the host's configuration failed: what was asked for, and why not.</summary>
public sealed class RosterException(SocketError error, string what, string? reason = null) : SocketException((int)error)
{
    /// <summary>What was asked for.</summary>
    public string What { get; } = what;

    public override string Message => $"{What}: {reason ?? Reason(SocketErrorCode)}";

    private static string Reason(SocketError error) => error switch
    {
        SocketError.AccessDenied => "only the owner of the host may do that",
        SocketError.AddressAlreadyInUse => "it is there already",
        SocketError.AddressNotAvailable => "no such address or entry",
        SocketError.InvalidArgument => "a value is out of range or does not fit the others",
        SocketError.NetworkUnreachable => "there is no such route",
        SocketError.NetworkDown => "the host has no interface",
        SocketError.HostNotFound or SocketError.NotSocket => "there is no such interface",
        SocketError.TypeNotFound => "no module drives a device of that name; names are loop, /dev/net/tap/NAME and what further modules bring",
        SocketError.NotInitialized => "the device's module cannot open it",
        SocketError.AddressFamilyNotSupported => "no module serves that family on this kind of device",
        SocketError.OperationNotSupported => "that interface does not do it",
        SocketError.NoBufferSpaceAvailable => "no memory is left for it",
        _ => $"failed ({error})",
    };
}
